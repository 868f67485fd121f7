-- {"kecamatan-lama": [5, "62.22", "14-6be9ae391129063e"]}
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'ikm','m0001_offices','2026-11-25 18:57:37.057089+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'ikm','m0002_responses','2026-11-25 18:57:37.058736+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'ikm','m0003_people','2026-11-25 18:57:37.059827+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'ikm','m0004_tablets','2026-11-25 18:57:37.063150+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'ikm','m0005_month_tallies','2026-11-25 18:57:37.064308+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'ikm','m0006_publications','2026-11-25 18:57:37.065819+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'ikm','m0007_follow_up','2026-11-25 18:57:37.067912+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'ikm','m0008_imports','2026-11-25 18:57:37.069325+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'ikm','m0009_journal','2026-11-25 18:57:37.075238+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'ikm','m0010_people_and_their_offices','2026-11-25 18:57:37.086729+00:00');
INSERT INTO "_sqlite_migrations" VALUES(11,'ikm','m0011_paper','2026-11-25 18:57:37.090620+00:00');
INSERT INTO "_sqlite_migrations" VALUES(12,'ikm','m0012_comments_by_unit','2026-11-25 18:57:37.094290+00:00');
INSERT INTO "_sqlite_migrations" VALUES(13,'ikm','m0013_acts','2026-11-25 18:57:37.096148+00:00');
INSERT INTO "_sqlite_migrations" VALUES(14,'ikm','m0014_retentions','2026-11-25 18:57:37.097643+00:00');
INSERT INTO "_sqlite_migrations" VALUES(15,'ikm','m0015_report_texts','2026-11-25 18:57:37.098881+00:00');
INSERT INTO "_sqlite_migrations" VALUES(16,'ikm','m0016_merged_units','2026-11-25 18:57:37.100509+00:00');
INSERT INTO "_sqlite_migrations" VALUES(17,'ikm','m0017_help_lines','2026-11-25 18:57:37.101415+00:00');
INSERT INTO "_sqlite_migrations" VALUES(18,'ikm','m0018_ended_sessions','2026-11-25 18:57:37.115127+00:00');
INSERT INTO "_sqlite_migrations" VALUES(19,'ikm','m0019_vouched_rows','2026-11-25 18:57:37.119040+00:00');
INSERT INTO "_sqlite_migrations" VALUES(20,'ikm','m0020_chained_acts','2026-11-25 18:57:37.135571+00:00');
CREATE TABLE act_heads (
            chain integer primary key check (chain = 1),
            sequence integer not null,
            digest text not null check (length(digest) = 64)
        ) strict;
INSERT INTO "act_heads" VALUES(1,1,'30df9cfff1bcd3f32616901af49b7f8b7ad8a166f350dd038294252c1765538c');
CREATE TABLE acts (
            act_id text primary key,
            at text not null,
            person_id text references people (person_id),
            unit_id text references units (unit_id),
            action text not null check (length(action) between 1 and 100),
            subject text not null check (length(subject) <= 200),
            outcome integer not null
        , account text not null default '', sequence integer check (sequence > 0), digest text check (length(digest) = 64)) strict;
INSERT INTO "acts" VALUES('6j6zkwj63wv6','2024-05-31T02:00:00.000Z','cscezzr2cswz','w1xvmtwvs8s0','people.add','',303,'',1,'30df9cfff1bcd3f32616901af49b7f8b7ad8a166f350dd038294252c1765538c');
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
            channel text not null check (channel in ('kiosk', 'qr', 'kertas', 'impor')),
            service_id text references services (service_id),
            created_at text not null,
            revoked_at text
        ) strict;
INSERT INTO "collectors" VALUES('km06yjqqt6br','cc4an0na','w1xvmtwvs8s0','Tablet loket 1','kiosk',NULL,'2024-05-31T02:00:00.000Z',NULL);
INSERT INTO "collectors" VALUES('9nef7wc45pv6','494b7hzz','w1xvmtwvs8s0','Kode QR ruang tunggu','qr',NULL,'2024-05-31T02:00:00.000Z',NULL);
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
        , salt text, unit_id text references units (unit_id), local_day text) strict;
INSERT INTO "comments" VALUES('00000000000000000000000000000003','Loket ramah.','b0da76dcd89bb16552e359ce96c0fd0c','w1xvmtwvs8s0','2024-05-01');
INSERT INTO "comments" VALUES('00000000000000000000000000000006','Loket ramah.','e60fc38fab6fbb4634acb7c5b9546120','w1xvmtwvs8s0','2024-04-01');
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
INSERT INTO "exclusions" VALUES('v25qtzy5eaq7','00000000000000000000000000000006','Uji coba petugas','2024-05-31T02:00:00.000Z','cscezzr2cswz',NULL,NULL);
CREATE TABLE help_lines (
            unit_id text not null references units (unit_id),
            unsur text not null check (unsur in ('persyaratan', 'prosedur', 'waktu', 'biaya', 'produk',
                'kompetensi', 'perilaku', 'sarana', 'pengaduan')),
            language text not null check (length(language) between 2 and 20),
            version integer not null check (version > 0),
            text text not null check (length(text) <= 200),
            written_at text not null,
            written_by text not null references people (person_id),
            primary key (unit_id, unsur, language, version)
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
INSERT INTO "journal" VALUES('w1xvmtwvs8s0',1,'unit','w1xvmtwvs8s0','5842c4f50e119103ace6fcee49802a21800fee6a3be3bf7354816238ab09b4e8',NULL,NULL,'2024-05-31T02:00:00.000Z','0000000000000000000000000000000000000000000000000000000000000000','3345005110b6616802ca93045b2b17f1fef2a5817ba1255588ecfcf12b687abd');
INSERT INTO "journal" VALUES('w1xvmtwvs8s0',2,'place','w1xvmtwvs8s0','b4509cb3380faeaca932f0f9859ef86b318316e760235c61f758cbc6b9423082',NULL,NULL,'2024-05-31T02:00:00.000Z','3345005110b6616802ca93045b2b17f1fef2a5817ba1255588ecfcf12b687abd','efe714684827af0288214583867f764ad4203da0267a70cb97ed7a8c73ae6467');
INSERT INTO "journal" VALUES('w1xvmtwvs8s0',3,'service','bzdhezfajs3v','7653fe207aaa62e14b855d0201ca8a426d2650f2fff0447b6a098eac69838eee',NULL,NULL,'2024-05-31T02:00:00.000Z','efe714684827af0288214583867f764ad4203da0267a70cb97ed7a8c73ae6467','eecfeebecfd174d64c3f3c337156b1796e23e2469ccb9d0295ee00699ee9b07a');
INSERT INTO "journal" VALUES('w1xvmtwvs8s0',4,'collector','km06yjqqt6br','3b1ebca431bc518608395c67958317169ba09cfbb5f0b5aed6a4309c382df73e',NULL,NULL,'2024-05-31T02:00:00.000Z','eecfeebecfd174d64c3f3c337156b1796e23e2469ccb9d0295ee00699ee9b07a','ba3a7ccf5f6feb9409e74fbe77b242cf61588648c024baa581009c1403ec82d1');
INSERT INTO "journal" VALUES('w1xvmtwvs8s0',5,'collector','9nef7wc45pv6','737bdf0380fb669d38eafb8d56eeec33e7d77d25bd2e6ddf486b07f0a18e40e7',NULL,NULL,'2024-05-31T02:00:00.000Z','ba3a7ccf5f6feb9409e74fbe77b242cf61588648c024baa581009c1403ec82d1','3710bfc090ac8b318dd0ad263760d56029a1a451afc0f22dbbe99e9a01b68f92');
INSERT INTO "journal" VALUES('w1xvmtwvs8s0',6,'response','00000000000000000000000000000001','57ebcc8f1ce4a33b8de7a6c8cab02fe6566d5c49324ab728dff2af27ee1b4f59','8f9474d0f39037ba6b842c9db280f4cb127be2f2970fee40f88e776333ceaf72',NULL,'2024-05-31T02:00:00.000Z','3710bfc090ac8b318dd0ad263760d56029a1a451afc0f22dbbe99e9a01b68f92','98785ccadfa96703590e49468b6b0e61f886c4c64bbaf9b5e7fb501de8f57064');
INSERT INTO "journal" VALUES('w1xvmtwvs8s0',7,'response','00000000000000000000000000000002','c8f011efde7b30382abd5718aaf67c10cebd47804d8712d2d0f415c2abff7c85',NULL,NULL,'2024-05-31T02:00:00.000Z','98785ccadfa96703590e49468b6b0e61f886c4c64bbaf9b5e7fb501de8f57064','5d1fdf5878d1754d9b25984b6ca79f8524b235b263aec06dc631d13544c92c2b');
INSERT INTO "journal" VALUES('w1xvmtwvs8s0',8,'response','00000000000000000000000000000003','df800e203a5610ac00f1911e95e12705c98d59b7238dc30b74002be4dca68a45','ee7d8400b83810ad2b04663f8861b9279004cbe1f3be70747b023fb6fcef0f81','dc93da9de535ce1cfb7af710af1287f5e3f7223941d938a29772992ddc923644','2024-05-31T02:00:00.000Z','5d1fdf5878d1754d9b25984b6ca79f8524b235b263aec06dc631d13544c92c2b','eb486ee6f62b84b6634ce60cc53c9ad393cf1aab8d43fbd6e4d69ffebf624fed');
INSERT INTO "journal" VALUES('w1xvmtwvs8s0',9,'response','00000000000000000000000000000004','b9565d6b8d2193d38aab449476f1c77ad2c5fc8d4fa9991b49cfa222158b538c',NULL,NULL,'2024-05-31T02:00:00.000Z','eb486ee6f62b84b6634ce60cc53c9ad393cf1aab8d43fbd6e4d69ffebf624fed','e68ed602c29114090c085bf7858990db6559a8e134c700d9b611101ea5afbb34');
INSERT INTO "journal" VALUES('w1xvmtwvs8s0',10,'response','00000000000000000000000000000005','acc34e7527260d97b1608a667a3b92f5eeecce24995f06b83d280ce86abd892a','ed20b30d7d2794d0eace4c4e6b593f56ca03ebad4f6da31cb05239e1c37f5fb8',NULL,'2024-05-31T02:00:00.000Z','e68ed602c29114090c085bf7858990db6559a8e134c700d9b611101ea5afbb34','efa7cd652bd8ac48aa8fa1ea81e96277a5318cf92679bd50f6338345b24f54ff');
INSERT INTO "journal" VALUES('w1xvmtwvs8s0',11,'response','00000000000000000000000000000006','284a9fd1877f626454e4acca2ac0f0ce8020d9f2be5c05fc807dbfcf63cf4e57',NULL,'799b4990a1981c5f2770ad146ff233cf021b4631eaa024ffc20a9eb651c3dfc2','2024-05-31T02:00:00.000Z','efa7cd652bd8ac48aa8fa1ea81e96277a5318cf92679bd50f6338345b24f54ff','9f4b2f95bd3c259879d9de69d2bae8a542382da035de8fc934a8b1cd94e2f954');
INSERT INTO "journal" VALUES('w1xvmtwvs8s0',12,'year','2024','ce88c832741e76790373635476fa32380d54da2e35cbd3a8f046d4d2fde4ddf6',NULL,NULL,'2024-05-31T02:00:00.000Z','9f4b2f95bd3c259879d9de69d2bae8a542382da035de8fc934a8b1cd94e2f954','816ac6a6c81db5fef78e597fca31a8d85736361a7a2d1fa547750b976ce0251b');
INSERT INTO "journal" VALUES('w1xvmtwvs8s0',13,'goal','2026','6383c5cb6f776cebe8a14e25d4ce01cd4e1812d309613fdf7a65c312ae051d44',NULL,NULL,'2024-05-31T02:00:00.000Z','816ac6a6c81db5fef78e597fca31a8d85736361a7a2d1fa547750b976ce0251b','e1f16fa1cb6940f7fb187f14fb5df5e9d134da77d2a77c55615a60322f088380');
INSERT INTO "journal" VALUES('w1xvmtwvs8s0',14,'exclude','v25qtzy5eaq7','319d827ea9d3874cb1730d8c6a9ba3bd0bc701aacd6fc77cae738833ab1e41b4',NULL,NULL,'2024-05-31T02:00:00.000Z','e1f16fa1cb6940f7fb187f14fb5df5e9d134da77d2a77c55615a60322f088380','6be9ae391129063ed0e6f388ec8298818f4ee5f949f9b6891b8e77e54fa5e01b');
CREATE TABLE journal_heads (
            unit_id text primary key references units (unit_id),
            sequence integer not null,
            digest text not null
        , merged_parts text) strict;
INSERT INTO "journal_heads" VALUES('w1xvmtwvs8s0',14,'6be9ae391129063ed0e6f388ec8298818f4ee5f949f9b6891b8e77e54fa5e01b',NULL);
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
CREATE TABLE month_tallies (
            unit_id text not null references units (unit_id),
            month text not null check (length(month) = 7),
            service_id text not null,
            channel text not null,
            instrument text not null,
            respondents integer not null, persyaratan_1 integer not null, persyaratan_2 integer not null, persyaratan_3 integer not null, persyaratan_4 integer not null, prosedur_1 integer not null, prosedur_2 integer not null, prosedur_3 integer not null, prosedur_4 integer not null, waktu_1 integer not null, waktu_2 integer not null, waktu_3 integer not null, waktu_4 integer not null, biaya_1 integer not null, biaya_2 integer not null, biaya_3 integer not null, biaya_4 integer not null, produk_1 integer not null, produk_2 integer not null, produk_3 integer not null, produk_4 integer not null, kompetensi_1 integer not null, kompetensi_2 integer not null, kompetensi_3 integer not null, kompetensi_4 integer not null, perilaku_1 integer not null, perilaku_2 integer not null, perilaku_3 integer not null, perilaku_4 integer not null, sarana_1 integer not null, sarana_2 integer not null, sarana_3 integer not null, sarana_4 integer not null, pengaduan_1 integer not null, pengaduan_2 integer not null, pengaduan_3 integer not null, pengaduan_4 integer not null, complete integer not null, total integer not null, total_squared integer not null, sex_l integer not null, sex_p integer not null, age_band_17_25 integer not null, age_band_26_35 integer not null, age_band_36_45 integer not null, age_band_46_55 integer not null, age_band_56_65 integer not null, age_band_65 integer not null, education_sd integer not null, education_smp integer not null, education_sma integer not null, education_d1_d3 integer not null, education_s1 integer not null, education_s2 integer not null, education_s3 integer not null, occupation_pns integer not null, occupation_tni integer not null, occupation_polri integer not null, occupation_swasta integer not null, occupation_wirausaha integer not null, occupation_pelajar_mahasiswa integer not null, occupation_petani integer not null, occupation_ibu_rumah_tangga integer not null, occupation_lainnya integer not null,
            primary key (unit_id, month, service_id, channel, instrument)
        ) strict;
INSERT INTO "month_tallies" VALUES('w1xvmtwvs8s0','2024-05','','kiosk','permenpan-14-2017',3,0,1,1,1,1,0,1,1,1,1,0,1,1,1,1,0,0,1,1,1,1,0,1,1,1,1,0,1,1,1,1,0,0,1,1,1,3,69,1589,0,2,0,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "month_tallies" VALUES('w1xvmtwvs8s0','2024-04','','kiosk','permenpan-14-2017',2,1,1,0,0,0,1,1,0,0,0,1,1,1,0,0,1,1,1,0,0,0,1,1,0,0,0,1,1,1,0,0,1,1,1,0,0,2,43,925,0,1,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0);
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
            opened_at text not null,
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
INSERT INTO "people" VALUES('cscezzr2cswz','admin','Admin','w1xvmtwvs8s0','admin','-','6g7h37thfrvtek2sq8s80r43nr','2024-05-31T02:00:00.000Z',NULL);
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
CREATE TABLE profiles (
            response_id text primary key references responses (response_id) on delete cascade,
            sex text check (sex in ('L', 'P')),
            age_band text check (age_band in ('17-25', '26-35', '36-45', '46-55', '56-65', '>65')),
            education text check (education in ('SD', 'SMP', 'SMA', 'D1-D3', 'S1', 'S2', 'S3')),
            occupation text check (occupation in ('PNS', 'TNI', 'POLRI', 'Swasta', 'Wirausaha',
                'Pelajar/Mahasiswa', 'Petani', 'Ibu rumah tangga', 'Lainnya'))
        , salt text) strict;
INSERT INTO "profiles" VALUES('00000000000000000000000000000001','P','26-35',NULL,NULL,'e241d77e2b303e918b6fd82b7179db89');
INSERT INTO "profiles" VALUES('00000000000000000000000000000003','P','26-35',NULL,NULL,'463dd4a09da15f314b3ffb9993bc2291');
INSERT INTO "profiles" VALUES('00000000000000000000000000000005','P','26-35',NULL,NULL,'1c3cb980cb9bd058cfb57c2783df1d6f');
CREATE TABLE publications (
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
            unique (unit_id, number),
            unique (unit_id, period, revision)
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
            persyaratan integer check (persyaratan between 1 and 4),
            prosedur integer check (prosedur between 1 and 4),
            waktu integer check (waktu between 1 and 4),
            biaya integer check (biaya between 1 and 4),
            produk integer check (produk between 1 and 4),
            kompetensi integer check (kompetensi between 1 and 4),
            perilaku integer check (perilaku between 1 and 4),
            sarana integer check (sarana between 1 and 4),
            pengaduan integer check (pengaduan between 1 and 4),
            voided_at text
        ) strict;
INSERT INTO "responses" VALUES('00000000000000000000000000000001','w1xvmtwvs8s0',NULL,'km06yjqqt6br','permenpan-14-2017','2024-05-21T02:00:00.000Z','2024-05-21','2024-05-31T02:00:00.000Z',2,3,4,1,2,3,4,1,2,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000002','w1xvmtwvs8s0',NULL,'km06yjqqt6br','permenpan-14-2017','2024-05-11T02:00:00.000Z','2024-05-11','2024-05-31T02:00:00.000Z',3,4,1,2,3,4,1,2,3,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000003','w1xvmtwvs8s0',NULL,'km06yjqqt6br','permenpan-14-2017','2024-05-01T02:00:00.000Z','2024-05-01','2024-05-31T02:00:00.000Z',4,1,2,3,4,1,2,3,4,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000004','w1xvmtwvs8s0',NULL,'km06yjqqt6br','permenpan-14-2017','2024-04-21T02:00:00.000Z','2024-04-21','2024-05-31T02:00:00.000Z',1,2,3,4,1,2,3,4,1,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000005','w1xvmtwvs8s0',NULL,'km06yjqqt6br','permenpan-14-2017','2024-04-11T02:00:00.000Z','2024-04-11','2024-05-31T02:00:00.000Z',2,3,4,1,2,3,4,1,2,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000006','w1xvmtwvs8s0',NULL,'km06yjqqt6br','permenpan-14-2017','2024-04-01T02:00:00.000Z','2024-04-01','2024-05-31T02:00:00.000Z',3,4,1,2,3,4,1,2,3,'2024-05-31T02:00:00.000Z');
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
CREATE TABLE retentions (
            unit_id text primary key references units (unit_id),
            profile_months integer check (profile_months between 1 and 120),
            comment_months integer check (comment_months between 1 and 120)
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
INSERT INTO "services" VALUES('bzdhezfajs3v','w1xvmtwvs8s0','kartu-keluarga','Kartu Keluarga',1,'2024-05-31T02:00:00.000Z',NULL);
CREATE TABLE unit_goals (
            unit_id text not null references units (unit_id),
            year integer not null check (year between 2000 and 2999),
            target_ikm text not null,
            primary key (unit_id, year)
        ) strict;
INSERT INTO "unit_goals" VALUES('w1xvmtwvs8s0',2026,'88.50');
CREATE TABLE unit_logos (
            unit_id text primary key references units (unit_id),
            png_base64 text not null,
            changed_at text not null
        ) strict;
CREATE TABLE unit_settings (
            unit_id text primary key references units (unit_id),
            idle_seconds integer not null check (idle_seconds between 15 and 600),
            languages text not null default '',
            base_url text not null default '',
            tickets_since text
        ) strict;
CREATE TABLE unit_years (
            unit_id text not null references units (unit_id),
            year integer not null check (year between 2000 and 2999),
            population integer check (population > 0),
            target_ikm text,
            primary key (unit_id, year)
        ) strict;
INSERT INTO "unit_years" VALUES('w1xvmtwvs8s0',2024,500,'87.50');
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
        ) strict;
INSERT INTO "units" VALUES('w1xvmtwvs8s0','kecamatan-lama',NULL,'Kecamatan Lama','','','','','Asia/Makassar','','','','','2024-05-31T02:00:00.000Z');
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
CREATE INDEX comments_by_unit_day on comments (unit_id, local_day);
CREATE INDEX acts_of_unit on acts (unit_id, at);
CREATE INDEX journal_decisions on journal (unit_id, kind) where kind <> 'response';
CREATE UNIQUE INDEX acts_in_order on acts (sequence);
COMMIT;
