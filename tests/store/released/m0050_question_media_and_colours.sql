-- {"kecamatan-lama": [10, "64.12", "46-c9d454966100d9ea"]}
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'ikm','m0001_offices','2026-11-27 08:47:18.367998+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'ikm','m0002_responses','2026-11-27 08:47:18.384182+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'ikm','m0003_people','2026-11-27 08:47:18.391817+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'ikm','m0004_tablets','2026-11-27 08:47:18.399964+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'ikm','m0005_month_tallies','2026-11-27 08:47:18.412250+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'ikm','m0006_publications','2026-11-27 08:47:18.423968+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'ikm','m0007_follow_up','2026-11-27 08:47:18.428054+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'ikm','m0008_imports','2026-11-27 08:47:18.431785+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'ikm','m0009_journal','2026-11-27 08:47:18.436886+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'ikm','m0010_people_and_their_offices','2026-11-27 08:47:18.448712+00:00');
INSERT INTO "_sqlite_migrations" VALUES(11,'ikm','m0011_paper','2026-11-27 08:47:18.461169+00:00');
INSERT INTO "_sqlite_migrations" VALUES(12,'ikm','m0012_comments_by_unit','2026-11-27 08:47:18.464859+00:00');
INSERT INTO "_sqlite_migrations" VALUES(13,'ikm','m0013_acts','2026-11-27 08:47:18.478289+00:00');
INSERT INTO "_sqlite_migrations" VALUES(14,'ikm','m0014_retentions','2026-11-27 08:47:18.495828+00:00');
INSERT INTO "_sqlite_migrations" VALUES(15,'ikm','m0015_report_texts','2026-11-27 08:47:18.503774+00:00');
INSERT INTO "_sqlite_migrations" VALUES(16,'ikm','m0016_merged_units','2026-11-27 08:47:18.509582+00:00');
INSERT INTO "_sqlite_migrations" VALUES(17,'ikm','m0017_help_lines','2026-11-27 08:47:18.520177+00:00');
INSERT INTO "_sqlite_migrations" VALUES(18,'ikm','m0018_ended_sessions','2026-11-27 08:47:18.527810+00:00');
INSERT INTO "_sqlite_migrations" VALUES(19,'ikm','m0019_vouched_rows','2026-11-27 08:47:18.544023+00:00');
INSERT INTO "_sqlite_migrations" VALUES(20,'ikm','m0020_chained_acts','2026-11-27 08:47:18.552929+00:00');
INSERT INTO "_sqlite_migrations" VALUES(21,'ikm','m0021_second_factors','2026-11-27 08:47:18.572104+00:00');
INSERT INTO "_sqlite_migrations" VALUES(22,'ikm','m0022_rows_of_merged_units','2026-11-27 08:47:18.591809+00:00');
INSERT INTO "_sqlite_migrations" VALUES(23,'ikm','m0023_vouched_evidence','2026-11-27 08:47:18.831956+00:00');
INSERT INTO "_sqlite_migrations" VALUES(24,'ikm','m0024_paper_sizes','2026-11-27 08:47:18.842356+00:00');
INSERT INTO "_sqlite_migrations" VALUES(25,'ikm','m0025_responses_by_arrival','2026-11-27 08:47:18.855130+00:00');
INSERT INTO "_sqlite_migrations" VALUES(26,'ikm','m0026_redaction_proposals','2026-11-27 08:47:18.861209+00:00');
INSERT INTO "_sqlite_migrations" VALUES(27,'ikm','m0027_answers_by_item','2026-11-27 08:47:18.882781+00:00');
INSERT INTO "_sqlite_migrations" VALUES(28,'ikm','m0028_profiles_of_other_lists','2026-11-27 08:47:18.899132+00:00');
INSERT INTO "_sqlite_migrations" VALUES(29,'ikm','m0029_month_items','2026-11-27 08:47:18.908259+00:00');
INSERT INTO "_sqlite_migrations" VALUES(30,'ikm','m0030_unit_questionnaires','2026-11-27 08:47:18.919013+00:00');
INSERT INTO "_sqlite_migrations" VALUES(31,'ikm','m0031_help_lines_of_items','2026-11-27 08:47:18.936722+00:00');
INSERT INTO "_sqlite_migrations" VALUES(32,'ikm','m0032_partial_sums','2026-11-27 08:47:18.949333+00:00');
INSERT INTO "_sqlite_migrations" VALUES(33,'ikm','m0033_performance','2026-11-27 08:47:19.008244+00:00');
INSERT INTO "_sqlite_migrations" VALUES(34,'ikm','m0034_attested_accounts','2026-11-27 08:47:19.028470+00:00');
INSERT INTO "_sqlite_migrations" VALUES(35,'ikm','m0035_questionnaires_of_paper','2026-11-27 08:47:19.030719+00:00');
INSERT INTO "_sqlite_migrations" VALUES(36,'ikm','m0036_skm_online','2026-11-27 08:47:19.037329+00:00');
INSERT INTO "_sqlite_migrations" VALUES(37,'ikm','m0037_help_lines_by_questionnaire','2026-11-27 08:47:19.040314+00:00');
INSERT INTO "_sqlite_migrations" VALUES(38,'ikm','m0038_extra_questions','2026-11-27 08:47:19.048676+00:00');
INSERT INTO "_sqlite_migrations" VALUES(39,'ikm','m0039_index_threshold','2026-11-27 08:47:19.052431+00:00');
INSERT INTO "_sqlite_migrations" VALUES(40,'ikm','m0040_publications_apart','2026-11-27 08:47:19.075183+00:00');
INSERT INTO "_sqlite_migrations" VALUES(41,'ikm','m0041_extra_translations','2026-11-27 08:47:19.079778+00:00');
INSERT INTO "_sqlite_migrations" VALUES(42,'ikm','m0042_comment_states','2026-11-27 08:47:19.095829+00:00');
INSERT INTO "_sqlite_migrations" VALUES(43,'ikm','m0043_known_comment_states','2026-11-27 08:47:19.108859+00:00');
INSERT INTO "_sqlite_migrations" VALUES(44,'ikm','m0044_comments_listed','2026-11-27 08:47:19.113207+00:00');
INSERT INTO "_sqlite_migrations" VALUES(45,'ikm','m0045_comments_by_unit_day','2026-11-27 08:47:19.121713+00:00');
INSERT INTO "_sqlite_migrations" VALUES(46,'ikm','m0046_comments_by_tag','2026-11-27 08:47:19.131487+00:00');
INSERT INTO "_sqlite_migrations" VALUES(47,'ikm','m0047_excluded_responses','2026-11-27 08:47:19.148731+00:00');
INSERT INTO "_sqlite_migrations" VALUES(48,'ikm','m0048_holidays_and_warning_mail','2026-11-27 08:47:19.151774+00:00');
INSERT INTO "_sqlite_migrations" VALUES(49,'ikm','m0049_importance','2026-11-27 08:47:19.160733+00:00');
INSERT INTO "_sqlite_migrations" VALUES(50,'ikm','m0050_question_media_and_colours','2026-11-27 08:47:19.168730+00:00');
CREATE TABLE account_changes (
            account_change_id text primary key,
            person_id text not null references people (person_id),
            at text not null,
            kind text not null,
            detail text not null,
            made_by text references people (person_id),
            told_at text
        ) strict;
CREATE TABLE act_heads (
            chain integer primary key check (chain = 1),
            sequence integer not null,
            digest text not null check (length(digest) = 64)
        ) strict;
INSERT INTO "act_heads" VALUES(1,1,'c315eb238cd7ed4d11c7542da78e979de782c0fe2647d80b2b5bbef88c4b51b5');
CREATE TABLE acts (
            act_id text primary key,
            at text not null,
            person_id text references people (person_id),
            unit_id text references units (unit_id),
            action text not null check (length(action) between 1 and 100),
            subject text not null check (length(subject) <= 200),
            outcome integer not null
        , account text not null default '', sequence integer check (sequence > 0), digest text check (length(digest) = 64)) strict;
INSERT INTO "acts" VALUES('y4a8171mr7y8','2024-05-31T02:00:00.000Z','1pyw84ajm9mg','7kk1d8md7kae','people.add','',303,'',1,'c315eb238cd7ed4d11c7542da78e979de782c0fe2647d80b2b5bbef88c4b51b5');
CREATE TABLE announced_questionnaires (
            announcement_id text primary key references announcements (announcement_id),
            unit_id text not null references units (unit_id),
            instrument text not null check (length(instrument) between 1 and 100)
        ) strict;
INSERT INTO "announced_questionnaires" VALUES('hjcghchtcsdt','7kk1d8md7kae','skm-online-2026');
CREATE TABLE announcements (
            announcement_id text primary key,
            unit_id text not null references units (unit_id),
            period text not null,
            period_start text not null check (length(period_start) = 10),
            period_end text not null check (length(period_end) = 10),
            medium text not null
                check (medium in ('cetak', 'monitor', 'media-sosial', 'website', 'aplikasi', 'papan')),
            shown_day text not null check (length(shown_day) = 10),
            place text not null check (length(place) between 1 and 300),
            link text not null default '' check (length(link) <= 500),
            created_at text not null,
            created_by text not null references people (person_id),
            removed_at text
        ) strict;
INSERT INTO "announcements" VALUES('hjcghchtcsdt','7kk1d8md7kae','2024-05','2024-05-01','2024-05-31','cetak','2024-05-02','Koran','','2024-05-31T02:00:00.000Z','1pyw84ajm9mg',NULL);
INSERT INTO "announcements" VALUES('5dabecw3bs3z','7kk1d8md7kae','2024-05','2024-05-01','2024-05-31','papan','2024-05-02','Ruang tunggu','','2024-05-31T02:00:00.000Z','1pyw84ajm9mg',NULL);
CREATE TABLE attachments (
            attachment_id text primary key,
            unit_id text not null references units (unit_id),
            plan_id text references plans (plan_id),
            announcement_id text references announcements (announcement_id),
            name text not null check (length(name) between 1 and 200),
            media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
            size integer not null check (size > 0),
            digest text not null check (length(digest) = 64),
            added_at text not null,
            added_by text not null references people (person_id),
            removed_at text,
            check ((plan_id is null) <> (announcement_id is null))
        ) strict;
INSERT INTO "attachments" VALUES('eg1x0r3bnryps6pj','7kk1d8md7kae','5jqfw6raqa8b',NULL,'a.pdf','application/pdf',5,'0000000000000000000000000000000000000000000000000000000000000000','2024-05-31T02:00:00.000Z','1pyw84ajm9mg',NULL);
CREATE TABLE clock_doubts (
            response_id text primary key references responses (response_id) on delete cascade,
            reason text not null check (reason in ('before_collector', 'device_clock')),
            doubted_at text not null
        ) strict;
CREATE TABLE collectors (
            collector_id text primary key,
            code text not null unique check (length(code) between 4 and 64),
            unit_id text not null references units (unit_id),
            name text not null check (length(name) between 1 and 200),
            channel text not null check (channel in ('kiosk', 'qr', 'kertas', 'impor', 'skm-online')),
            service_id text references services (service_id),
            created_at text not null,
            revoked_at text
        ) strict;
INSERT INTO "collectors" VALUES('8tdrctash72x','bdxf325q','7kk1d8md7kae','Tablet loket 1','kiosk',NULL,'2024-05-31T02:00:00.000Z',NULL);
INSERT INTO "collectors" VALUES('y772rvdv5zjp','fr107vdm','7kk1d8md7kae','Kode QR ruang tunggu','qr',NULL,'2024-05-31T02:00:00.000Z',NULL);
INSERT INTO "collectors" VALUES('4w5c3xwy8f7a','nztdt9vp','7kk1d8md7kae','Impor mei.csv','impor',NULL,'2024-05-31T02:00:00.000Z',NULL);
CREATE TABLE comment_handling (
            response_id text primary key references comments (response_id) on delete cascade,
            redacted_at text,
            redacted_by text references people (person_id),
            answered_at text,
            answered_by text references people (person_id),
            answer text not null default '' check (length(answer) <= 1000),
            check ((redacted_at is null) = (redacted_by is null)),
            check ((answered_at is null) = (answered_by is null))
        ) strict;
INSERT INTO "comment_handling" VALUES('00000000000000000000000000000004','2024-05-31T02:00:00.000Z','1pyw84ajm9mg',NULL,NULL,'');
CREATE TABLE comment_tags (
            response_id text not null references comments (response_id) on delete cascade,
            unsur text not null check (unsur in ('persyaratan', 'prosedur', 'waktu', 'biaya', 'produk', 'kompetensi', 'perilaku', 'sarana', 'pengaduan')),
            tagged_at text not null,
            tagged_by text not null references people (person_id),
            primary key (response_id, unsur)
        ) strict;
CREATE TABLE comments (
            response_id text primary key references responses (response_id) on delete cascade,
            text text not null check (length(text) between 1 and 2000)
        , salt text, unit_id text references units (unit_id), local_day text, state text not null default 'open') strict;
INSERT INTO "comments" VALUES('00000000000000000000000000000002','Loket Bu “Fulanah” ramah.','c592e0e130719639b7aa47700a9e1780','7kk1d8md7kae','2024-05-21','excluded');
INSERT INTO "comments" VALUES('00000000000000000000000000000004','Loket Bu [disamarkan] ramah.','1e5016cf5eb0afbe5b3c6abc7076a887','7kk1d8md7kae','2024-05-11','open');
INSERT INTO "comments" VALUES('00000000000000000000000000000005','Loket Bu “Fulanah” ramah.','a539e242a036a736cb8c83052add76ef','7kk1d8md7kae','2024-05-06','open');
CREATE TABLE corner_pins (
            unit_id text primary key references units (unit_id),
            pin_hash text not null,
            changed_at text not null
        ) strict;
CREATE TABLE device_contacts (
            device_id text primary key references devices (device_id),
            seen_at text not null,
            queue integer not null check (queue >= 0),
            oldest_at text,
            rejected integer not null check (rejected >= 0),
            version text not null,
            clock_ahead_s integer not null
        ) strict;
CREATE TABLE devices (
            device_id text primary key,
            collector_id text not null references collectors (collector_id),
            token_hash text not null unique check (length(token_hash) = 64),
            name text not null check (length(name) between 1 and 200),
            paired_at text not null,
            revoked_at text
        ) strict;
CREATE TABLE ended_sessions (
            session_id text primary key,
            ended_at text not null
        ) strict;
CREATE TABLE evaluation_meetings (
            meeting_id text primary key,
            unit_id text not null references units (unit_id),
            month text not null check (length(month) = 7),
            held_day text not null check (length(held_day) = 10),
            present text not null,
            decisions text not null,
            entered_at text not null,
            entered_by text not null references people (person_id)
        ) strict;
CREATE TABLE exclusions (
            exclusion_id text primary key,
            response_id text not null references responses (response_id),
            reason text not null check (length(reason) between 1 and 500),
            excluded_at text not null,
            excluded_by text not null references people (person_id),
            restored_at text,
            restored_by text references people (person_id),
            check ((restored_at is null) = (restored_by is null))
        ) strict;
INSERT INTO "exclusions" VALUES('czf6fha5mr62','00000000000000000000000000000001','Uji coba petugas','2024-05-31T02:00:00.000Z','1pyw84ajm9mg','2024-05-31T02:00:00.000Z','1pyw84ajm9mg');
INSERT INTO "exclusions" VALUES('029crybd5p7c','00000000000000000000000000000002','Uji coba petugas','2024-05-31T02:00:00.000Z','1pyw84ajm9mg',NULL,NULL);
CREATE TABLE extra_answers (
            response_id text primary key references responses (response_id) on delete cascade,
            unit_id text not null references units (unit_id),
            answers text not null check (length(answers) between 2 and 1000)
        ) strict;
INSERT INTO "extra_answers" VALUES('00000000000000000000000000000014','7kk1d8md7kae','{"qwq6zdd2qmmk":"4"}');
INSERT INTO "extra_answers" VALUES('00000000000000000000000000000015','7kk1d8md7kae','{"qwq6zdd2qmmk":"4"}');
INSERT INTO "extra_answers" VALUES('00000000000000000000000000000016','7kk1d8md7kae','{"qwq6zdd2qmmk":"4"}');
CREATE TABLE extra_questions (
            extra_question_id text primary key,
            unit_id text not null references units (unit_id),
            kind text not null check (kind in ('choice', 'scale', 'yes-no', 'text', 'importance')),
            question text not null check (length(question) between 1 and 200),
            options text not null check (length(options) <= 1000),
            position integer not null,
            created_at text not null,
            retired_at text
        ) strict;
INSERT INTO "extra_questions" VALUES('qwq6zdd2qmmk','7kk1d8md7kae','importance','Seberapa penting bagi Anda: Waktu?','waktu',1,'2024-05-31T02:00:00.000Z',NULL);
CREATE TABLE extra_translations (
            extra_question_id text primary key references extra_questions (extra_question_id),
            unit_id text not null references units (unit_id),
            words text not null check (length(words) <= 20000)
        ) strict;
CREATE TABLE factor_rules (
            unit_id text primary key references units (unit_id),
            since text not null
        ) strict;
CREATE TABLE help_lines (
            unit_id text not null references units (unit_id),
            unsur text not null check (length(unsur) between 1 and 130),
            language text not null check (length(language) between 2 and 20),
            version integer not null check (version > 0),
            text text not null check (length(text) <= 200),
            written_at text not null,
            written_by text not null references people (person_id),
            primary key (unit_id, unsur, language, version)
        ) strict;
CREATE TABLE holidays (
            unit_id text not null references units (unit_id),
            day text not null check (length(day) = 10),
            name text not null check (length(name) between 1 and 100),
            primary key (unit_id, day)
        ) strict;
CREATE TABLE imports (
            import_id text primary key,
            unit_id text not null references units (unit_id),
            collector_id text not null unique references collectors (collector_id),
            file_name text not null check (length(file_name) between 1 and 200),
            sha256 text not null check (length(sha256) = 64),
            sheet text not null,
            column_order text not null check (column_order in ('kuesioner', 'daftar')),
            first_day text not null,
            last_day text not null,
            responses integer not null check (responses > 0),
            rejected integer not null,
            skipped integer not null,
            repeated integer not null,
            imported_by text not null references people (person_id),
            started_at text not null,
            finished_at text,
            undone_at text,
            undone_by text references people (person_id),
            check ((undone_at is null) = (undone_by is null))
        ) strict;
INSERT INTO "imports" VALUES('impor','7kk1d8md7kae','4w5c3xwy8f7a','mei.csv','0000000000000000000000000000000000000000000000000000000000000000','','daftar','2024-05-02','2024-05-02',1,1,1,1,'1pyw84ajm9mg','2024-05-31T02:00:00.000Z',NULL,NULL,NULL);
CREATE TABLE indicators (
            indicator_id text primary key,
            unit_id text not null references units (unit_id),
            year integer not null check (year between 2000 and 2999),
            position integer not null,
            goal text not null,
            program text not null,
            name text not null check (length(name) between 1 and 300),
            measure text not null,
            is_ikm integer not null check (is_ikm in (0, 1)),
            is_lower_better integer not null check (is_lower_better in (0, 1)),
            target text,
            value text,
            final_target text,
            final_year integer check (final_year between 2000 and 2999),
            national_target text,
            budget text,
            spent text,
            stated_percent text,
            entered_at text not null,
            entered_by text not null references people (person_id),
            unique (unit_id, year, name)
        ) strict;
CREATE TABLE journal (
            unit_id text not null references units (unit_id),
            sequence integer not null check (sequence > 0),
            kind text not null,
            subject_id text not null,
            content_hash text not null check (length(content_hash) = 64),
            profile_hash text check (length(profile_hash) = 64),
            comment_hash text check (length(comment_hash) = 64),
            at text not null,
            previous text not null check (length(previous) = 64),
            digest text not null check (length(digest) = 64),
            primary key (unit_id, sequence)
        ) strict;
INSERT INTO "journal" VALUES('7kk1d8md7kae',1,'unit','7kk1d8md7kae','1386ac523139a9ad259ecb18ccdfddbe0444bd646986ee5d664ea9fa430ccff8',NULL,NULL,'2024-05-31T02:00:00.000Z','0000000000000000000000000000000000000000000000000000000000000000','11b243417daede487bfa5ff88f3235f66ab7add29b5f51f67f198b2134ed3d5d');
INSERT INTO "journal" VALUES('7kk1d8md7kae',2,'place','7kk1d8md7kae','7c6e67092ec0eb6a8383ac82cff0cb2ee67b62e1ac7388f9cf1e7305f5867037',NULL,NULL,'2024-05-31T02:00:00.000Z','11b243417daede487bfa5ff88f3235f66ab7add29b5f51f67f198b2134ed3d5d','d0a39c0a3fc4d40f5aca4f4311c56d29fec7285042f86db37b5c3aa3e93f7b21');
INSERT INTO "journal" VALUES('7kk1d8md7kae',3,'service','6vd6ab9yed93','45fbb133311267de79be30c1523ca545bfc892f521963e6ef05a0b55df959354',NULL,NULL,'2024-05-31T02:00:00.000Z','d0a39c0a3fc4d40f5aca4f4311c56d29fec7285042f86db37b5c3aa3e93f7b21','b491d7d00853f9acd4f8f416e30d5995bc9e2e3cf10cafc0506115f0048ef83b');
INSERT INTO "journal" VALUES('7kk1d8md7kae',4,'account','1pyw84ajm9mg','d12e60c0f98b35e941be8928c9a28554884d68ab568c1deb23e9d1581839a6ec',NULL,NULL,'2024-05-31T02:00:00.000Z','b491d7d00853f9acd4f8f416e30d5995bc9e2e3cf10cafc0506115f0048ef83b','b4c4854029c5a534472eb54bbb627b9eb3b05b74809d65a7d39446a7910269b9');
INSERT INTO "journal" VALUES('7kk1d8md7kae',5,'collector','8tdrctash72x','fa3c94787d7e46f25cb841da0f4f5f96689b3b8a558d919f274be39592b3f09d',NULL,NULL,'2024-05-31T02:00:00.000Z','b4c4854029c5a534472eb54bbb627b9eb3b05b74809d65a7d39446a7910269b9','971faacdd1a010f8775b1cf2c681dd2c937238afe0e1fb05f6874a2f9a5bfb3b');
INSERT INTO "journal" VALUES('7kk1d8md7kae',6,'collector','y772rvdv5zjp','8a65f61754841b6079647c1e0b9a90a09e64f4733239c860c522ac84b7a7e214',NULL,NULL,'2024-05-31T02:00:00.000Z','971faacdd1a010f8775b1cf2c681dd2c937238afe0e1fb05f6874a2f9a5bfb3b','969a130541838417f7edac4e0711badcfa7290f2151df282aa76f95f679e8375');
INSERT INTO "journal" VALUES('7kk1d8md7kae',7,'response','00000000000000000000000000000001','e1435667f7d72389eb7e72bad4eee440f44eca005b15b89ffd0b5b8efd169cb5','9b72c9fdc861f2453c0830c67f6fa35d31aad5906597f33179058260adcac210','456dab77afa8400f98d66fe892d7012e2839d346803881a8b8839cc588cb44e0','2024-05-31T02:00:00.000Z','969a130541838417f7edac4e0711badcfa7290f2151df282aa76f95f679e8375','200384501d4cc25a230e73f120e5f2be0e1b5199f237ecfa13afdce9c8cd7eee');
INSERT INTO "journal" VALUES('7kk1d8md7kae',8,'response','00000000000000000000000000000002','aa3b0a755ae2b6469ca393196dc565129652653d188f7ee10a461a463c4c0fb3',NULL,'8ab9f1376c3c221962d7bb33afa112251474bec538ba26fac191ceae42a8a034','2024-05-31T02:00:00.000Z','200384501d4cc25a230e73f120e5f2be0e1b5199f237ecfa13afdce9c8cd7eee','1e59b7d7a3975c16289fcd039ece6927cb57b0665ad5570f529a85e902e2ebfe');
INSERT INTO "journal" VALUES('7kk1d8md7kae',9,'response','00000000000000000000000000000003','08f21c3ac407a6dfcca5b90617bc37aeb96db18c5afdf5185896727a5ba4ba2d','bd7731ef5e11363952c18d0d095de25e6d79c6ba1042e4c3eedae542c2c65370',NULL,'2024-05-31T02:00:00.000Z','1e59b7d7a3975c16289fcd039ece6927cb57b0665ad5570f529a85e902e2ebfe','c6fb7061f3cbdfb9af0867c6c733f711b39b10f743e120df9ed8d15f8661526f');
INSERT INTO "journal" VALUES('7kk1d8md7kae',10,'response','00000000000000000000000000000004','48de253348eed0ebe3d4ccb753d86a626b4056220f5845188e954815874cd052',NULL,'df6420ba95a88744d1000b4c5c5d62509969dc57d379eb08cb5fcd5703ff1b85','2024-05-31T02:00:00.000Z','c6fb7061f3cbdfb9af0867c6c733f711b39b10f743e120df9ed8d15f8661526f','c7dd9734262d6281435db1b0fbe468f91e6a2d85443854d01008453fa1b5664f');
INSERT INTO "journal" VALUES('7kk1d8md7kae',11,'response','00000000000000000000000000000005','ed9a596391705eb3524f25d93d57d04cb030e459c0cc90fd5703d52218573ccc','aba54feafdacc702d36c2e0a63b1bf6eefee458ae3f97b936b6911d69376efaa','43148c991a9b76abb8d760358642f0c5015134d72df9fb5b2a7ae6fc674037bb','2024-05-31T02:00:00.000Z','c7dd9734262d6281435db1b0fbe468f91e6a2d85443854d01008453fa1b5664f','ffad90eb3e2c788dd831f916e1ca937c8f49f69ec2669c3524c2c57177baa16b');
INSERT INTO "journal" VALUES('7kk1d8md7kae',12,'response','00000000000000000000000000000006','3b707cd2fe447fba63b402c8aa77aa3ef7e500c27bbd6e1704a89e7b0bfa765d',NULL,NULL,'2024-05-31T02:00:00.000Z','ffad90eb3e2c788dd831f916e1ca937c8f49f69ec2669c3524c2c57177baa16b','97ea020da0234694e728b98d83ce11944a3df95af62790731b6741f80529812e');
INSERT INTO "journal" VALUES('7kk1d8md7kae',13,'response','00000000000000000000000000000007','3914f7dcb3e2acdafc643b7c6032adc0e44a4eec8f0aacef25ac88e032214036','393156a449a7aad576f7f4c1db24d1b2a2e37cf34a924c0cc810269b4fde18bd','413ba02eb84d4d77e5e413fc4064afd25dc93551962f394e0d696084e891db35','2024-05-31T02:00:00.000Z','97ea020da0234694e728b98d83ce11944a3df95af62790731b6741f80529812e','072f5304a44f00e77d191f969b1d5e9775648f2e3eae270b70842ec416924a79');
INSERT INTO "journal" VALUES('7kk1d8md7kae',14,'response','00000000000000000000000000000008','f1af1b6323eb7ae73ab35dcffdf277809d6fa16fb1ee829ab9a50ddc5833e360',NULL,'8f3b3b002953420682d523c1c072427b56d0d44a8eb8bbd5660a0cd2d8e15178','2024-05-31T02:00:00.000Z','072f5304a44f00e77d191f969b1d5e9775648f2e3eae270b70842ec416924a79','8a99219283a4e0078bda33ffee9d8eadd1e1a0a7a9266ed8c637724b16e13a0b');
INSERT INTO "journal" VALUES('7kk1d8md7kae',15,'exclude','czf6fha5mr62','307ca31b0bd2bc57b2438941f7635828f5d73a3612b5228ac8c3ad6d80e83204',NULL,NULL,'2024-05-31T02:00:00.000Z','8a99219283a4e0078bda33ffee9d8eadd1e1a0a7a9266ed8c637724b16e13a0b','82b32f816dfffa779c8294cbfcc98b3f58970a998bc1b3bee5404d83b0016821');
INSERT INTO "journal" VALUES('7kk1d8md7kae',16,'exclude','029crybd5p7c','495c45843592c5e9b99792d888b620fa2516c8a4bb6c84cb50aa6b1808ef567b',NULL,NULL,'2024-05-31T02:00:00.000Z','82b32f816dfffa779c8294cbfcc98b3f58970a998bc1b3bee5404d83b0016821','140ac91eebf187a70f6c19b5198827df855052c431072eba193f9051d467aea7');
INSERT INTO "journal" VALUES('7kk1d8md7kae',17,'restore','czf6fha5mr62','2816fe21e18711e15b379382d4bc0287965b59672601c4f3a9836d3078dacda9',NULL,NULL,'2024-05-31T02:00:00.000Z','140ac91eebf187a70f6c19b5198827df855052c431072eba193f9051d467aea7','e31f4d1d382087086897f4a8084ab25f6dd97296d98598b75dbfb3b0849f8919');
INSERT INTO "journal" VALUES('7kk1d8md7kae',18,'publish','11vwe0q38j08','83ab0d47fd6ab479465695a62b54f8eb7d2274e6787ea78fda2e789eb0577ccd',NULL,NULL,'2024-05-31T02:00:00.000Z','e31f4d1d382087086897f4a8084ab25f6dd97296d98598b75dbfb3b0849f8919','a54541b12bdec6f85926e5cdf67035b2f72002107fd1e972f3f86117a89133be');
INSERT INTO "journal" VALUES('7kk1d8md7kae',19,'extra-question','qwq6zdd2qmmk','172a65997825ab378203d24b00d4ac7260f112fa910ec8099806238376228352',NULL,NULL,'2024-05-31T02:00:00.000Z','a54541b12bdec6f85926e5cdf67035b2f72002107fd1e972f3f86117a89133be','8d0f29de46864d3a9c1cef8059475e7477ae9318080b3f11afb9295bb7a1c5a3');
INSERT INTO "journal" VALUES('7kk1d8md7kae',20,'response','00000000000000000000000000000014','865578ad5229db0be55513e283c00215f1bdeb8a18d062e1144cc8199a372906',NULL,'39f64ba62ca8fdfd229c4a3e4fad68e7312f11bdee65a6194f9e5847e4f8e28b','2024-05-31T02:00:00.000Z','8d0f29de46864d3a9c1cef8059475e7477ae9318080b3f11afb9295bb7a1c5a3','88f78da56aa8592e89ad51cc1172d47cad4fbcf4605319e6018d22a2d31de9cb');
INSERT INTO "journal" VALUES('7kk1d8md7kae',21,'extra','00000000000000000000000000000014','b8d2df978274d218b052afc1f60cfaf82dc01e6d4e7ac01ebf68070f3c5ca9b1',NULL,NULL,'2024-05-31T02:00:00.000Z','88f78da56aa8592e89ad51cc1172d47cad4fbcf4605319e6018d22a2d31de9cb','528f5f34a1f17f4292fd5c32c08c6b695645b86b896c473d5833df86a02e216d');
INSERT INTO "journal" VALUES('7kk1d8md7kae',22,'response','00000000000000000000000000000015','75b4c001f24cfb1bd5dada44d280b5455dd09f002a868437b83834f80e44fadf','850558b88b167273084850d828fb02b6a541b6834bae6a8297985217555840bf',NULL,'2024-05-31T02:00:00.000Z','528f5f34a1f17f4292fd5c32c08c6b695645b86b896c473d5833df86a02e216d','14427f7ee8bcb240f066b456a4da85ea76ece6b14343c36e94187ebaeb01df90');
INSERT INTO "journal" VALUES('7kk1d8md7kae',23,'extra','00000000000000000000000000000015','5765fadc379686a00948d5aeba2e6768f00aee5a6eff985ea1e2f867a96a4770',NULL,NULL,'2024-05-31T02:00:00.000Z','14427f7ee8bcb240f066b456a4da85ea76ece6b14343c36e94187ebaeb01df90','eff46b2490334dd7685fac3493f28dabd68f7ef306331cb9a66855187affa0b2');
INSERT INTO "journal" VALUES('7kk1d8md7kae',24,'response','00000000000000000000000000000016','df25ae7caf6a34c6b60c83908908c783dcbc13ff3477d2c4a61418e71a9ab6a8',NULL,'4d71ed159d414c3f54ce3807d93d3b48c638f5354049b7ce966926d70ad5e583','2024-05-31T02:00:00.000Z','eff46b2490334dd7685fac3493f28dabd68f7ef306331cb9a66855187affa0b2','fd63b1b7b14f150e74c75ac69e024186e32c44cc5422665c363660850ad6b2bb');
INSERT INTO "journal" VALUES('7kk1d8md7kae',25,'extra','00000000000000000000000000000016','ccc57b89472c380460bed32ec74fa8a0e16d3291c08fa0c183094ff362b4bf6e',NULL,NULL,'2024-05-31T02:00:00.000Z','fd63b1b7b14f150e74c75ac69e024186e32c44cc5422665c363660850ad6b2bb','46707eab8d26fbbdb321465bb2646c4dfee415c1ff38c69dfd697fd55be25417');
INSERT INTO "journal" VALUES('7kk1d8md7kae',26,'announcement','hjcghchtcsdt','82f65f56e23b886a8fbfd4fc558fd196b7eddbf18e9cb38a8d1b1577153a13e5',NULL,NULL,'2024-05-31T02:00:00.000Z','46707eab8d26fbbdb321465bb2646c4dfee415c1ff38c69dfd697fd55be25417','4dceff09fc4a4d0a6ed9cfd006dc91993ff6277d77892af9acf4d1434b2bd622');
INSERT INTO "journal" VALUES('7kk1d8md7kae',27,'announced-questionnaire','hjcghchtcsdt','d23320009bc538338f4cc8e04cb041493c23af2f7633dad745497b7438d62b19',NULL,NULL,'2024-05-31T02:00:00.000Z','4dceff09fc4a4d0a6ed9cfd006dc91993ff6277d77892af9acf4d1434b2bd622','7f95b69d59b908550e0b01d554584d5de3dc7e6e3bda3a5630ae8f44e8f29070');
INSERT INTO "journal" VALUES('7kk1d8md7kae',28,'year','2024','ce88c832741e76790373635476fa32380d54da2e35cbd3a8f046d4d2fde4ddf6',NULL,NULL,'2024-05-31T02:00:00.000Z','7f95b69d59b908550e0b01d554584d5de3dc7e6e3bda3a5630ae8f44e8f29070','549ac9b542de7b5db48b5691d53879c3904653df2e4329be26ad703da0ba756c');
INSERT INTO "journal" VALUES('7kk1d8md7kae',29,'questionnaire','2024-05-02','3d111e389d8e8f86c312955b037bf3f7e7de10af7df9352d06a9e28091b88da9',NULL,NULL,'2024-05-31T02:00:00.000Z','549ac9b542de7b5db48b5691d53879c3904653df2e4329be26ad703da0ba756c','94292e9d9a69943ee4eae9f750bad6cb3356cba72a9cf9be87fdfdbece135d13');
INSERT INTO "journal" VALUES('7kk1d8md7kae',30,'goal','2026','6383c5cb6f776cebe8a14e25d4ce01cd4e1812d309613fdf7a65c312ae051d44',NULL,NULL,'2024-05-31T02:00:00.000Z','94292e9d9a69943ee4eae9f750bad6cb3356cba72a9cf9be87fdfdbece135d13','e0cdc5aad0a06466004d75b08674822ac4046250d8ee22d29a8dca80adbd8598');
INSERT INTO "journal" VALUES('7kk1d8md7kae',31,'goal','2027','9503501c5b4d203177d77e107fb4d20f75ab6c66a636dde8afa491dbdba7754a',NULL,NULL,'2024-05-31T02:00:00.000Z','e0cdc5aad0a06466004d75b08674822ac4046250d8ee22d29a8dca80adbd8598','8f87624e80f0ba4fd6ab9bc065c48dbe210a7c5652fbd719965ab2ae01ca06f9');
INSERT INTO "journal" VALUES('7kk1d8md7kae',32,'goal','2027','caab00125c4721649c8e9d35e34ad14d0a35c8c6e85c2dcc4eb1d71d565e9953',NULL,NULL,'2024-05-31T02:00:00.000Z','8f87624e80f0ba4fd6ab9bc065c48dbe210a7c5652fbd719965ab2ae01ca06f9','46de91ccb6273ec2ea8756801fd12c368750eb755e4d69299b447f3bf5da30fe');
INSERT INTO "journal" VALUES('7kk1d8md7kae',33,'yearly','2023','29acb4337361368e8ace601cdc694cbacdbe482dec56a39156b8a45fb0265c8d',NULL,NULL,'2024-05-31T02:00:00.000Z','46de91ccb6273ec2ea8756801fd12c368750eb755e4d69299b447f3bf5da30fe','fac7ee5434034db873cea2edc1d934b28053bad2cfe2dc34827f0911ce5ff60d');
INSERT INTO "journal" VALUES('7kk1d8md7kae',34,'plan','5jqfw6raqa8b','7a58d8b4bf418e8d2b2d5d9983c48435bc59831a835c6facd334078f490c5ae5',NULL,NULL,'2024-05-31T02:00:00.000Z','fac7ee5434034db873cea2edc1d934b28053bad2cfe2dc34827f0911ce5ff60d','ff0783215799e616eee0d78ae538161a3e637ddc873d87a57b61fd5d257801db');
INSERT INTO "journal" VALUES('7kk1d8md7kae',35,'announcement','5dabecw3bs3z','d21ff792c5f68e8a0a7746988860f9281199da0fd7c8416b16369c129468d658',NULL,NULL,'2024-05-31T02:00:00.000Z','ff0783215799e616eee0d78ae538161a3e637ddc873d87a57b61fd5d257801db','63459f6ece9c504aae4030f64cae7800df3d34bc3d28ec18d4d0db1f6ea2aa82');
INSERT INTO "journal" VALUES('7kk1d8md7kae',36,'evidence','eg1x0r3bnryps6pj','09aecf0fb163e48688bb26dc490ef50f0a68b65ebb95639bfdc8d8ae7aeda84d',NULL,NULL,'2024-05-31T02:00:00.000Z','63459f6ece9c504aae4030f64cae7800df3d34bc3d28ec18d4d0db1f6ea2aa82','4a530704010829daca40cfa1d0bb57a70a11a25d0531dc87e7be583cb46939d1');
INSERT INTO "journal" VALUES('7kk1d8md7kae',37,'collector','4w5c3xwy8f7a','6ed0fb073d19625af631c376c2369d4d549dfa60eded709d63d67046801b3278',NULL,NULL,'2024-05-31T02:00:00.000Z','4a530704010829daca40cfa1d0bb57a70a11a25d0531dc87e7be583cb46939d1','5742195ca4632c0cf286ae2d5156f9a98b55430fd96d84cb36e7b292e89a9ab6');
INSERT INTO "journal" VALUES('7kk1d8md7kae',38,'import','impor','7ba06d66c71bf530694a3063e3db79718dfbdca288f27d41d0cefcc5e13f5c76',NULL,NULL,'2024-05-31T02:00:00.000Z','5742195ca4632c0cf286ae2d5156f9a98b55430fd96d84cb36e7b292e89a9ab6','1fc2f4c4583e0528cfbf2634801c19d0557f6c956e4de727b0ab8f6a9e42723d');
INSERT INTO "journal" VALUES('7kk1d8md7kae',39,'undo-import','impor','6b71219338b5d1d283b007992a4659a31fc477291ab4a0d425e20c179be1f005',NULL,NULL,'2024-05-31T02:00:00.000Z','1fc2f4c4583e0528cfbf2634801c19d0557f6c956e4de727b0ab8f6a9e42723d','e2d50c60e794d25efcaf9b2776ab5d0ecdba396ed9110159a114f5a4a0d6f73b');
INSERT INTO "journal" VALUES('7kk1d8md7kae',40,'restore-import','impor','6c606dc52aa2dc9f639b0b06cfb7c58b6c4fdaa56f36a9cb073bb0ce8bbf7f74',NULL,NULL,'2024-05-31T02:00:00.000Z','e2d50c60e794d25efcaf9b2776ab5d0ecdba396ed9110159a114f5a4a0d6f73b','bc6fb84fd48c341b1fbb791a96593b221e4874c770f00147e83bb4f93d812845');
INSERT INTO "journal" VALUES('7kk1d8md7kae',41,'redact','00000000000000000000000000000004','e0bbed30aacd683f9fa8a031aeaa132b0ddf95d51b833e29803e9ef4bf2e4f44',NULL,'db26ba3ecd18e8a2803344d23fc2dd77a70d77cd837400af75a09879246f7b28','2024-05-31T02:00:00.000Z','bc6fb84fd48c341b1fbb791a96593b221e4874c770f00147e83bb4f93d812845','fc2ed8d0a32ef16f0a3d1cfbb7a52222c5718fa8fffbef7d4ffb01e1074c2c3f');
INSERT INTO "journal" VALUES('7kk1d8md7kae',42,'erase-profile','00000000000000000000000000000001','1cfcb55725e06eba7554c0a97a4c28a8d6114f961b00a57dc46089dd89ea2c9e',NULL,NULL,'2024-05-31T02:00:00.000Z','fc2ed8d0a32ef16f0a3d1cfbb7a52222c5718fa8fffbef7d4ffb01e1074c2c3f','1fa12e2a298fd662597e306bb70e6ce67fe4b31fc0e7f2b75566dd807de41c0f');
INSERT INTO "journal" VALUES('7kk1d8md7kae',43,'erase-comment','00000000000000000000000000000001','351b78e4aafb23eacb829287b36b36e8197b66364fdc31ec73b46366031419cc',NULL,NULL,'2024-05-31T02:00:00.000Z','1fa12e2a298fd662597e306bb70e6ce67fe4b31fc0e7f2b75566dd807de41c0f','23f170bc1b9b6d085693b482cdc768c4256399066cf152f1d0313bd89f086e7e');
INSERT INTO "journal" VALUES('7kk1d8md7kae',44,'purge-profile','2024-05-01','580b6b61f61b9b2e33348ad1a5f85efa286a98183dc8be9d8d0c19f3d9c1eb23',NULL,NULL,'2024-05-31T02:00:00.000Z','23f170bc1b9b6d085693b482cdc768c4256399066cf152f1d0313bd89f086e7e','f465cb7f058aa3878c06fe50f7bd5eedd34f322db441dabede4ceb56c0f1b318');
INSERT INTO "journal" VALUES('7kk1d8md7kae',45,'purge-comment','2024-05-01','0341154f127fd27b260fc4c5a5246281e4b66df3effa9bacb25301f5fd0dbdf6',NULL,NULL,'2024-05-31T02:00:00.000Z','f465cb7f058aa3878c06fe50f7bd5eedd34f322db441dabede4ceb56c0f1b318','886dc905777cb0ad3db703c88908b93b5eed2506a2ea28b074971aa51026d2c3');
INSERT INTO "journal" VALUES('7kk1d8md7kae',46,'restore-backup','7h6nptjt0e84','6fc50a033b6faa6107ea6938b39fef422356449421826a710908afd5aff863c6',NULL,NULL,'2024-05-31T02:00:00.000Z','886dc905777cb0ad3db703c88908b93b5eed2506a2ea28b074971aa51026d2c3','c9d454966100d9ea7b82438d99cca960e7701efb0199071b70f1a28885799868');
CREATE TABLE journal_heads (
            unit_id text primary key references units (unit_id),
            sequence integer not null,
            digest text not null
        , merged_parts text) strict;
INSERT INTO "journal_heads" VALUES('7kk1d8md7kae',46,'c9d454966100d9ea7b82438d99cca960e7701efb0199071b70f1a28885799868',NULL);
CREATE TABLE learned_words (
            unit_id text not null references units (unit_id),
            field text not null,
            word text not null,
            code text not null,
            learned_at text not null,
            learned_by text not null references people (person_id),
            primary key (unit_id, field, word)
        ) strict;
CREATE TABLE login_failures (
            login_failure_id text primary key,
            username text not null,
            failed_at text not null
        , browser text not null default '') strict;
CREATE TABLE merge_keys (
            code text primary key check (length(code) between 1 and 64),
            generation integer not null check (generation > 0),
            made_at text not null
        ) strict;
CREATE TABLE month_importance (
            unit_id text not null references units (unit_id),
            month text not null check (length(month) = 7),
            service_id text not null,
            channel text not null,
            instrument text not null,
            unsur text not null,
            n1 integer not null,
            n2 integer not null,
            n3 integer not null,
            n4 integer not null,
            primary key (unit_id, month, service_id, channel, instrument, unsur)
        ) strict;
INSERT INTO "month_importance" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','waktu',0,0,0,3);
CREATE TABLE month_items (
            unit_id text not null references units (unit_id),
            month text not null check (length(month) = 7),
            service_id text not null,
            channel text not null,
            instrument text not null,
            item text not null,
            n1 integer not null, n2 integer not null, n3 integer not null, n4 integer not null, n5 integer not null, n6 integer not null,
            primary key (unit_id, month, service_id, channel, instrument, item)
        ) strict;
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','informasi',1,1,1,0,0,0);
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','kesesuaian_persyaratan',0,1,1,1,0,0);
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','standar_prosedur',1,0,1,1,0,0);
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','kemudahan_prosedur',1,1,0,1,0,0);
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','kepatuhan_prosedur',1,1,1,0,0,0);
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','waktu',0,1,1,1,0,0);
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','biaya',1,0,1,1,0,0);
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','bebas_pungli',1,1,0,1,0,0);
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','bebas_percaloan',1,1,1,0,0,0);
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','produk',0,1,1,1,0,0);
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','kompetensi',1,0,1,1,0,0);
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','perilaku',1,1,0,1,0,0);
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','keadilan_layanan',1,1,1,0,0,0);
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','bebas_gratifikasi',0,1,1,1,0,0);
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','pengaduan',1,0,1,1,0,0);
INSERT INTO "month_items" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','sarana',1,1,0,1,0,0);
CREATE TABLE month_means (
            unit_id text not null references units (unit_id),
            month text not null check (length(month) = 7),
            service_id text not null,
            channel text not null,
            instrument text not null,
            part text not null,
            filled integer not null,
            total integer not null,
            primary key (unit_id, month, service_id, channel, instrument, part)
        ) strict;
INSERT INTO "month_means" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','persyaratan',3,450);
INSERT INTO "month_means" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','prosedur',3,450);
INSERT INTO "month_means" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026','ipak',3,408);
CREATE TABLE month_profiles (
            unit_id text not null references units (unit_id),
            month text not null check (length(month) = 7),
            service_id text not null,
            channel text not null,
            instrument text not null,
            field text not null,
            code text not null,
            n integer not null,
            primary key (unit_id, month, service_id, channel, instrument, field, code)
        ) strict;
CREATE TABLE month_tallies (
            unit_id text not null references units (unit_id),
            month text not null check (length(month) = 7),
            service_id text not null,
            channel text not null,
            instrument text not null,
            respondents integer not null, persyaratan_1 integer not null, persyaratan_2 integer not null, persyaratan_3 integer not null, persyaratan_4 integer not null, prosedur_1 integer not null, prosedur_2 integer not null, prosedur_3 integer not null, prosedur_4 integer not null, waktu_1 integer not null, waktu_2 integer not null, waktu_3 integer not null, waktu_4 integer not null, biaya_1 integer not null, biaya_2 integer not null, biaya_3 integer not null, biaya_4 integer not null, produk_1 integer not null, produk_2 integer not null, produk_3 integer not null, produk_4 integer not null, kompetensi_1 integer not null, kompetensi_2 integer not null, kompetensi_3 integer not null, kompetensi_4 integer not null, perilaku_1 integer not null, perilaku_2 integer not null, perilaku_3 integer not null, perilaku_4 integer not null, sarana_1 integer not null, sarana_2 integer not null, sarana_3 integer not null, sarana_4 integer not null, pengaduan_1 integer not null, pengaduan_2 integer not null, pengaduan_3 integer not null, pengaduan_4 integer not null, complete integer not null, total integer not null, total_squared integer not null, sex_l integer not null, sex_p integer not null, age_band_17_25 integer not null, age_band_26_35 integer not null, age_band_36_45 integer not null, age_band_46_55 integer not null, age_band_56_65 integer not null, age_band_65 integer not null, education_sd integer not null, education_smp integer not null, education_sma integer not null, education_d1_d3 integer not null, education_s1 integer not null, education_s2 integer not null, education_s3 integer not null, occupation_pns integer not null, occupation_tni integer not null, occupation_polri integer not null, occupation_swasta integer not null, occupation_wirausaha integer not null, occupation_pelajar_mahasiswa integer not null, occupation_petani integer not null, occupation_ibu_rumah_tangga integer not null, occupation_lainnya integer not null, partial_squared integer not null default 0, partial_product integer not null default 0, partial_filled integer not null default 0,
            primary key (unit_id, month, service_id, channel, instrument)
        ) strict;
INSERT INTO "month_tallies" VALUES('7kk1d8md7kae','2024-05','','kiosk','permenpan-14-2017',5,1,2,1,1,1,1,1,1,1,1,1,2,2,1,0,1,0,2,1,1,1,1,1,1,0,1,1,2,2,1,1,1,1,2,1,1,0,0,0,0,2,0,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,2047,808,320);
INSERT INTO "month_tallies" VALUES('7kk1d8md7kae','2024-04','','kiosk','permenpan-14-2017',2,1,0,0,1,1,1,0,0,0,1,1,0,0,0,1,1,1,0,0,1,1,1,0,0,0,1,1,0,0,0,0,1,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,841,328,128);
INSERT INTO "month_tallies" VALUES('7kk1d8md7kae','2024-02','','kiosk','skm-online-2026',3,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,3,4260,6123600,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0);
CREATE TABLE opening_hours (
            unit_id text not null references units (unit_id),
            weekday integer not null check (weekday between 0 and 6),
            opens text not null check (length(opens) = 5),
            closes text not null check (length(closes) = 5 and closes > opens),
            primary key (unit_id, weekday)
        ) strict;
CREATE TABLE pairing_failures (
            pairing_failure_id text primary key,
            failed_at text not null
        ) strict;
CREATE TABLE pairings (
            pairing_id text primary key,
            collector_id text not null references collectors (collector_id),
            code_hash text not null unique check (length(code_hash) = 64),
            created_at text not null,
            expires_at text not null,
            used_at text
        ) strict;
CREATE TABLE paper_batches (
            paper_batch_id text primary key,
            unit_id text not null references units (unit_id),
            collector_id text not null references collectors (collector_id),
            number integer not null check (number > 0),
            answered_day text not null check (length(answered_day) = 10),
            service_id text references services (service_id),
            opened_by text not null references people (person_id),
            opened_at text not null, instrument text not null default 'permenpan-14-2017',
            unique (unit_id, number)
        ) strict;
CREATE TABLE paper_checks (
            paper_batch_id text not null references paper_batches (paper_batch_id),
            number integer not null check (number > 0),
            content text not null,
            entered_by text not null references people (person_id),
            entered_at text not null,
            primary key (paper_batch_id, number)
        ) strict;
CREATE TABLE paper_sheets (
            response_id text primary key references responses (response_id) on delete cascade,
            paper_batch_id text not null references paper_batches (paper_batch_id),
            number integer not null check (number > 0),
            entered_by text not null references people (person_id),
            withdrawn_at text
        ) strict;
CREATE TABLE password_links (
            link_hash text primary key check (length(link_hash) = 64),
            person_id text not null references people (person_id),
            made_at text not null,
            made_by text references people (person_id),
            expires_at text not null,
            used_at text
        ) strict;
CREATE TABLE peer_figures (
            peer_figure_id text primary key,
            unit_id text not null references units (unit_id),
            year integer not null check (year between 2000 and 2999),
            office text not null check (length(office) between 1 and 200),
            indicator text not null check (length(indicator) between 1 and 300),
            target text,
            value text not null,
            stated_percent text,
            source text not null check (length(source) between 1 and 300),
            entered_at text not null,
            entered_by text not null references people (person_id),
            unique (unit_id, year, office, indicator)
        ) strict;
CREATE TABLE people (
            person_id text primary key,
            username text not null unique
                check (username = lower(username) and length(username) between 3 and 64),
            name text not null check (length(name) between 1 and 200),
            unit_id text not null references units (unit_id),
            role text not null check (role in ('petugas', 'pimpinan', 'admin')),
            password_hash text not null,
            session_key text not null,
            created_at text not null,
            disabled_at text
        ) strict;
INSERT INTO "people" VALUES('1pyw84ajm9mg','admin','Admin','7kk1d8md7kae','admin','-','xdh26hdj3s10h6y6qjskr2fw78','2024-05-31T02:00:00.000Z',NULL);
CREATE TABLE plans (
            plan_id text primary key,
            unit_id text not null references units (unit_id),
            period text not null,
            period_start text not null check (length(period_start) = 10),
            period_end text not null check (length(period_end) = 10),
            unsur text not null check (unsur in ('persyaratan', 'prosedur', 'waktu', 'biaya', 'produk', 'kompetensi', 'perilaku', 'sarana', 'pengaduan')),
            action text not null check (length(action) between 1 and 1000),
            responsible text not null check (length(responsible) between 1 and 200),
            year integer not null check (year between 2000 and 2999),
            first_quarter integer not null check (first_quarter between 1 and 4),
            last_quarter integer not null check (last_quarter between first_quarter and 4),
            planned_day text not null check (length(planned_day) = 10),
            due_day text not null check (length(due_day) = 10),
            created_at text not null,
            created_by text not null references people (person_id),
            done_day text check (length(done_day) = 10),
            done_by text references people (person_id),
            outcome text not null default '' check (length(outcome) <= 1000),
            dropped_at text,
            dropped_by text references people (person_id),
            dropped_reason text not null default '' check (length(dropped_reason) <= 500),
            check ((done_day is null) = (done_by is null)),
            check ((dropped_at is null) = (dropped_by is null))
        ) strict;
INSERT INTO "plans" VALUES('5jqfw6raqa8b','7kk1d8md7kae','2024-05','2024-05-01','2024-05-31','waktu','Loket kedua','Kasi',2024,2,3,'2024-05-02','2024-05-02','2024-05-31T02:00:00.000Z','1pyw84ajm9mg',NULL,NULL,'',NULL,NULL,'');
CREATE TABLE profiles (
            response_id text primary key references responses (response_id) on delete cascade,
            sex text check (sex in ('L', 'P')),
            age_band text check (age_band in ('17-25', '26-35', '36-45', '46-55', '56-65', '>65', '26-34', '35-44', '45-54', '55-65')),
            education text check (education in ('SD', 'SMP', 'SMA', 'D1-D3', 'S1', 'S2', 'S3', 'Tidak sekolah')),
            occupation text check (occupation in ('PNS', 'TNI', 'POLRI', 'Swasta', 'Wirausaha',
                'Pelajar/Mahasiswa', 'Petani', 'Ibu rumah tangga', 'Lainnya', 'ASN', 'Petani/Nelayan', 'Pekerja lepas', 'Pensiunan'))
        , salt text, disability text
            check (disability in ('Tidak', 'Fisik', 'Intelektual', 'Mental', 'Sensorik'))) strict;
INSERT INTO "profiles" VALUES('00000000000000000000000000000003','P','26-35',NULL,NULL,'28db4865ec5f04c65f7ca8e17373a0bc',NULL);
INSERT INTO "profiles" VALUES('00000000000000000000000000000005','P','26-35',NULL,NULL,'f10a175f5f8ad441dcf974ae62c8c86f',NULL);
CREATE TABLE "publications" (
            publication_id text primary key,
            unit_id text not null references units (unit_id),
            number integer not null check (number > 0),
            period text not null,
            period_start text not null check (length(period_start) = 10),
            period_end text not null check (length(period_end) = 10),
            revision integer not null check (revision >= 0),
            instrument text not null,
            convention text not null,
            respondents integer not null check (respondents > 0),
            ikm text not null,
            mutu text not null,
            figures text not null,
            details text not null,
            digest text not null check (length(digest) = 64),
            version text not null,
            published_at text not null,
            published_by text not null references people (person_id),
            apart text not null default '' check (apart in ('', instrument)),
            unique (unit_id, number),
            unique (unit_id, period, apart, revision)
        ) strict;
INSERT INTO "publications" VALUES('11vwe0q38j08','7kk1d8md7kae',1,'2024-05','2024-05-01','2024-05-31',0,'permenpan-14-2017','1/9',5,'63.33','D','{"convention":"1/9","format":1,"ikm":"63.33","instrument":"permenpan-14-2017","interval":null,"kinerja":"Tidak Baik","mutu":"D","ni":"2.533333","period":{"code":"2024-05","end":"2024-05-31","start":"2024-05-01"},"population":null,"respondents":5,"unit":{"agency":"","code":"kecamatan-lama","name":"Kecamatan Lama"},"unsur":[{"blank":0,"converted":"60.00","filled":5,"key":"persyaratan","mutu":"D","name":"Persyaratan","nrr":"2.400000","sum":12},{"blank":1,"converted":"62.50","filled":4,"key":"prosedur","mutu":"D","name":"Sistem, Mekanisme, dan Prosedur","nrr":"2.500000","sum":10},{"blank":0,"converted":"70.00","filled":5,"key":"waktu","mutu":"C","name":"Waktu Penyelesaian","nrr":"2.800000","sum":14},{"blank":1,"converted":"50.00","filled":4,"key":"biaya","mutu":"D","name":"Biaya/Tarif","nrr":"2.000000","sum":8},{"blank":1,"converted":"68.75","filled":4,"key":"produk","mutu":"C","name":"Produk Spesifikasi Jenis Pelayanan","nrr":"2.750000","sum":11},{"blank":1,"converted":"62.50","filled":4,"key":"kompetensi","mutu":"D","name":"Kompetensi Pelaksana","nrr":"2.500000","sum":10},{"blank":1,"converted":"81.25","filled":4,"key":"perilaku","mutu":"B","name":"Perilaku Pelaksana","nrr":"3.250000","sum":13},{"blank":0,"converted":"55.00","filled":5,"key":"sarana","mutu":"D","name":"Sarana dan Prasarana","nrr":"2.200000","sum":11},{"blank":0,"converted":"60.00","filled":5,"key":"pengaduan","mutu":"D","name":"Penanganan Pengaduan, Saran dan Masukan","nrr":"2.400000","sum":12}]}','{"channels":[["Tablet di loket",5,"100.00"]],"counts":{"biaya":{"1":2,"2":1,"3":0,"4":1},"kompetensi":{"1":1,"2":1,"3":1,"4":1},"pengaduan":{"1":1,"2":2,"3":1,"4":1},"perilaku":{"1":0,"2":1,"3":1,"4":2},"persyaratan":{"1":1,"2":2,"3":1,"4":1},"produk":{"1":0,"2":2,"3":1,"4":1},"prosedur":{"1":1,"2":1,"3":1,"4":1},"sarana":{"1":2,"2":1,"3":1,"4":1},"waktu":{"1":1,"2":1,"3":1,"4":2}},"excluded":[["Uji coba petugas",1,"20.00"]],"first_day":"2024-05-01","interval":null,"last_day":"2024-05-26","population":null,"profile":{"age_band":[["17–25 tahun",0,"0.00"],["26–35 tahun",3,"60.00"],["36–45 tahun",0,"0.00"],["46–55 tahun",0,"0.00"],["56–65 tahun",0,"0.00"],["Di atas 65 tahun",0,"0.00"],["Tidak diisi",2,"40.00"]],"education":[["SD",0,"0.00"],["SMP",0,"0.00"],["SMA/SMK",0,"0.00"],["D1–D3",0,"0.00"],["D4/S1",0,"0.00"],["S2",0,"0.00"],["S3",0,"0.00"],["Tidak diisi",5,"100.00"]],"occupation":[["PNS",0,"0.00"],["TNI",0,"0.00"],["POLRI",0,"0.00"],["Pegawai swasta",0,"0.00"],["Wirausaha",0,"0.00"],["Pelajar/Mahasiswa",0,"0.00"],["Petani",0,"0.00"],["Ibu rumah tangga",0,"0.00"],["Lainnya",0,"0.00"],["Tidak diisi",5,"100.00"]],"sex":[["Laki-laki",0,"0.00"],["Perempuan",3,"60.00"],["Tidak diisi",2,"40.00"]]},"respondents":5,"services":[["Tidak diisi",5,"100.00"]],"spread":{"complete":0,"filled_squared":320,"product":808,"squared":2047,"total":0,"total_squared":0},"suggestions":3}','ef314f627c0e41b6647500b6fd60d63a4bc878950d99ab028b1f170118ea6c59','0.2.0','2024-05-31T02:00:00.000Z','1pyw84ajm9mg','');
CREATE TABLE question_media (
            media_id text primary key,
            unit_id text not null references units (unit_id),
            place text not null check (length(place) between 1 and 128),
            kind text not null check (kind in ('sign', 'sound')),
            language text not null default '',
            media_type text not null,
            size integer not null check (size > 0),
            sha256 text not null check (length(sha256) = 64),
            added_at text not null,
            unique (unit_id, place, kind, language)
        ) strict;
CREATE TABLE recovery_codes (
            code_hash text primary key check (length(code_hash) = 64),
            person_id text not null references people (person_id)
        ) strict;
CREATE TABLE redaction_proposals (
            response_id text primary key references comments (response_id) on delete cascade,
            words text not null,
            proposed_at text not null,
            proposed_by text not null references people (person_id)
        ) strict;
CREATE TABLE report_texts (
            unit_id text not null references units (unit_id),
            period text not null,
            part text not null check (length(part) between 1 and 40),
            text text not null check (length(text) between 1 and 10000),
            changed_at text not null,
            changed_by text not null references people (person_id),
            primary key (unit_id, period, part)
        ) strict;
CREATE TABLE responses (
            response_id text primary key
                check (length(response_id) = 32 and response_id = lower(response_id)),
            unit_id text not null references units (unit_id),
            service_id text references services (service_id),
            collector_id text not null references collectors (collector_id),
            instrument text not null,
            answered_at text not null,
            local_day text not null check (length(local_day) = 10),
            received_at text not null,
            persyaratan integer check (persyaratan between 1 and 4 or persyaratan between 60 and 240),
            prosedur integer check (prosedur between 1 and 4 or prosedur between 60 and 240),
            waktu integer check (waktu between 1 and 4 or waktu between 60 and 240),
            biaya integer check (biaya between 1 and 4 or biaya between 60 and 240),
            produk integer check (produk between 1 and 4 or produk between 60 and 240),
            kompetensi integer check (kompetensi between 1 and 4 or kompetensi between 60 and 240),
            perilaku integer check (perilaku between 1 and 4 or perilaku between 60 and 240),
            sarana integer check (sarana between 1 and 4 or sarana between 60 and 240),
            pengaduan integer check (pengaduan between 1 and 4 or pengaduan between 60 and 240),
            voided_at text
        , items text
            check (length(items) between 1 and 40 and ltrim(items, '123456-') = '')) strict;
INSERT INTO "responses" VALUES('00000000000000000000000000000001','7kk1d8md7kae',NULL,'8tdrctash72x','permenpan-14-2017','2024-05-26T02:00:00.000Z','2024-05-26','2024-05-31T02:00:00.000Z',2,NULL,4,1,2,3,4,1,2,NULL,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000002','7kk1d8md7kae',NULL,'8tdrctash72x','permenpan-14-2017','2024-05-21T02:00:00.000Z','2024-05-21','2024-05-31T02:00:00.000Z',3,4,NULL,2,3,4,1,2,3,'2024-05-31T02:00:00.000Z',NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000003','7kk1d8md7kae',NULL,'8tdrctash72x','permenpan-14-2017','2024-05-16T02:00:00.000Z','2024-05-16','2024-05-31T02:00:00.000Z',4,1,2,NULL,4,1,2,3,4,NULL,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000004','7kk1d8md7kae',NULL,'8tdrctash72x','permenpan-14-2017','2024-05-11T02:00:00.000Z','2024-05-11','2024-05-31T02:00:00.000Z',1,2,3,4,NULL,2,3,4,1,NULL,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000005','7kk1d8md7kae',NULL,'8tdrctash72x','permenpan-14-2017','2024-05-06T02:00:00.000Z','2024-05-06','2024-05-31T02:00:00.000Z',2,3,4,1,2,NULL,4,1,2,NULL,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000006','7kk1d8md7kae',NULL,'8tdrctash72x','permenpan-14-2017','2024-05-01T02:00:00.000Z','2024-05-01','2024-05-31T02:00:00.000Z',3,4,1,2,3,4,NULL,2,3,NULL,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000007','7kk1d8md7kae',NULL,'8tdrctash72x','permenpan-14-2017','2024-04-26T02:00:00.000Z','2024-04-26','2024-05-31T02:00:00.000Z',4,1,2,3,4,1,2,NULL,4,NULL,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000008','7kk1d8md7kae',NULL,'8tdrctash72x','permenpan-14-2017','2024-04-21T02:00:00.000Z','2024-04-21','2024-05-31T02:00:00.000Z',1,2,3,4,1,2,3,4,NULL,NULL,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000014','7kk1d8md7kae',NULL,'8tdrctash72x','skm-online-2026','2024-02-21T02:00:00.000Z','2024-02-21','2024-05-31T02:00:00.000Z',90,210,120,180,120,180,240,240,180,NULL,'1234123412341234');
INSERT INTO "responses" VALUES('00000000000000000000000000000015','7kk1d8md7kae',NULL,'8tdrctash72x','skm-online-2026','2024-02-16T02:00:00.000Z','2024-02-16','2024-05-31T02:00:00.000Z',150,150,180,240,180,240,60,60,240,NULL,'2341234123412341');
INSERT INTO "responses" VALUES('00000000000000000000000000000016','7kk1d8md7kae',NULL,'8tdrctash72x','skm-online-2026','2024-02-11T02:00:00.000Z','2024-02-11','2024-05-31T02:00:00.000Z',210,90,240,60,240,60,120,120,60,NULL,'3412341234123412');
CREATE TABLE restored_backups (
            restored_backup_id text primary key,
            unit_id text not null references units (unit_id),
            file_name text not null,
            sequence integer not null,
            digest text not null check (length(digest) = 64),
            replaced_sequence integer,
            replaced_digest text check (length(replaced_digest) = 64),
            restored_at text not null,
            check ((replaced_sequence is null) = (replaced_digest is null))
        ) strict;
INSERT INTO "restored_backups" VALUES('7h6nptjt0e84','7kk1d8md7kae','ikm-20240531T011200Z.db',0,'0000000000000000000000000000000000000000000000000000000000000000',NULL,NULL,'2024-05-31T02:00:00.000Z');
CREATE TABLE retentions (
            unit_id text primary key references units (unit_id),
            profile_months integer check (profile_months between 1 and 120),
            comment_months integer check (comment_months between 1 and 120)
        ) strict;
INSERT INTO "retentions" VALUES('7kk1d8md7kae',1,1);
CREATE TABLE second_factors (
            person_id text primary key references people (person_id),
            seed text not null check (length(seed) = 26),
            last_step integer not null,
            since text not null
        ) strict;
CREATE TABLE services (
            service_id text primary key,
            unit_id text not null references units (unit_id),
            code text not null check (length(code) between 1 and 64),
            name text not null check (length(name) between 1 and 200),
            position integer not null,
            created_at text not null,
            retired_at text,
            unique (unit_id, code)
        ) strict;
INSERT INTO "services" VALUES('6vd6ab9yed93','7kk1d8md7kae','kartu-keluarga','Kartu Keluarga',1,'2024-05-31T02:00:00.000Z',NULL);
CREATE TABLE unit_goals (
            unit_id text not null references units (unit_id),
            year integer not null check (year between 2000 and 2999),
            target_ikm text not null,
            primary key (unit_id, year)
        ) strict;
INSERT INTO "unit_goals" VALUES('7kk1d8md7kae',2026,'88.50');
CREATE TABLE unit_logos (
            unit_id text primary key references units (unit_id),
            png_base64 text not null,
            changed_at text not null
        ) strict;
CREATE TABLE unit_questionnaires (
            unit_id text not null references units (unit_id),
            from_day text not null check (length(from_day) = 10),
            instrument text not null check (length(instrument) between 1 and 100),
            digest text not null check (length(digest) = 64),
            source text not null,
            set_at text not null,
            set_by text references people (person_id),
            primary key (unit_id, from_day)
        ) strict;
INSERT INTO "unit_questionnaires" VALUES('7kk1d8md7kae','2024-05-02','permenpan-14-2017','88ed79e40cf8d47b5eeb1c2686911ae1b1a639a90dc2a0ce98aa02d3c4da1c49','','2024-05-31T02:00:00.000Z','1pyw84ajm9mg');
CREATE TABLE unit_settings (
            unit_id text primary key references units (unit_id),
            idle_seconds integer not null check (idle_seconds between 15 and 600),
            languages text not null default '',
            base_url text not null default '',
            tickets_since text
        , skm_online_url text not null default ''
               check (length(skm_online_url) <= 300), skm_online_place text not null default 'after'
               check (skm_online_place in ('after', 'beside')), index_threshold integer
               check (index_threshold between 100 and 400)) strict;
CREATE TABLE unit_years (
            unit_id text not null references units (unit_id),
            year integer not null check (year between 2000 and 2999),
            population integer check (population > 0),
            target_ikm text,
            primary key (unit_id, year)
        ) strict;
INSERT INTO "unit_years" VALUES('7kk1d8md7kae',2024,500,'87.50');
CREATE TABLE units (
            unit_id text primary key,
            code text not null unique check (length(code) between 1 and 64),
            parent_unit_id text references units (unit_id),
            name text not null check (length(name) between 1 and 200),
            agency text not null default '',
            address text not null default '',
            contact text not null default '',
            place text not null default '',
            timezone text not null,
            signatory_title text not null default '',
            signatory_name text not null default '',
            signatory_rank text not null default '',
            signatory_nip text not null default '',
            created_at text not null
        , paper_size text not null default 'a4'
            check (paper_size in ('a4', 'f4')), accent text not null default '' check (length(accent) in (0, 7))) strict;
INSERT INTO "units" VALUES('7kk1d8md7kae','kecamatan-lama',NULL,'Kecamatan Lama','','','','','Asia/Makassar','','','','','2024-05-31T02:00:00.000Z','a4','');
CREATE TABLE used_tickets (
            ticket_id text primary key,
            last_day text not null check (length(last_day) = 10)
        ) strict;
CREATE TABLE visits (
            collector_id text not null references collectors (collector_id),
            local_day text not null check (length(local_day) = 10),
            outcome text not null check (outcome in ('started', 'completed', 'abandoned')),
            step text not null default '',
            visits integer not null check (visits > 0),
            primary key (collector_id, local_day, outcome, step)
        ) strict;
CREATE TABLE warning_mail (
            unit_id text primary key references units (unit_id),
            address text not null check (length(address) between 3 and 254),
            sent_day text check (length(sent_day) = 10),
            failure text
        ) strict;
CREATE TABLE yearly_figures (
            unit_id text not null references units (unit_id),
            year integer not null check (year between 2000 and 2999),
            ikm text not null,
            mutu text not null check (mutu in ('A', 'B', 'C', 'D')),
            respondents integer check (respondents > 0),
            source text not null check (length(source) between 1 and 300),
            entered_at text not null,
            entered_by text not null references people (person_id),
            primary key (unit_id, year)
        ) strict;
INSERT INTO "yearly_figures" VALUES('7kk1d8md7kae',2023,'88.23','B',NULL,'LKj 2023','2024-05-31T02:00:00.000Z','1pyw84ajm9mg');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX responses_by_unit_day on responses
            (unit_id, local_day, service_id, collector_id, persyaratan, prosedur, waktu, biaya, produk, kompetensi, perilaku, sarana, pengaduan, voided_at)
            where voided_at is null;
CREATE UNIQUE INDEX exclusions_in_force on exclusions (response_id) where restored_at is null;
CREATE INDEX login_failures_recent on login_failures (username, failed_at);
CREATE INDEX pairing_failures_recent on pairing_failures (failed_at);
CREATE INDEX devices_by_collector on devices (collector_id);
CREATE INDEX announcements_of_unit on announcements (unit_id, period_start);
CREATE INDEX plans_of_unit on plans (unit_id, period_start);
CREATE INDEX attachments_of_plan on attachments (plan_id);
CREATE INDEX attachments_of_announcement on attachments (announcement_id);
CREATE INDEX imports_by_unit on imports (unit_id, sha256);
CREATE INDEX units_by_parent on units (parent_unit_id);
CREATE INDEX people_by_unit on people (unit_id);
CREATE INDEX password_links_by_person on password_links (person_id);
CREATE UNIQUE INDEX paper_sheets_in_force on paper_sheets (paper_batch_id, number)
            where withdrawn_at is null;
CREATE INDEX acts_of_unit on acts (unit_id, at);
CREATE INDEX journal_decisions on journal (unit_id, kind) where kind <> 'response';
CREATE UNIQUE INDEX acts_in_order on acts (sequence);
CREATE INDEX recovery_codes_by_person on recovery_codes (person_id);
CREATE INDEX account_changes_by_person on account_changes (person_id, at);
CREATE INDEX responses_by_arrival on responses (collector_id, received_at);
CREATE INDEX exclusions_by_program on exclusions (response_id)
            where restored_at is null and excluded_by = 'program';
CREATE INDEX evaluation_meetings_by_unit on evaluation_meetings (unit_id, month);
CREATE INDEX extra_questions_by_unit on extra_questions (unit_id);
CREATE INDEX extra_answers_by_unit on extra_answers (unit_id);
CREATE INDEX extra_translations_by_unit on extra_translations (unit_id);
CREATE INDEX comments_listed on comments (unit_id, local_day, state);
CREATE INDEX comment_tags_by_unsur on comment_tags (unsur, response_id);
CREATE INDEX responses_excluded on responses (unit_id, local_day) where voided_at is not null;
COMMIT;
