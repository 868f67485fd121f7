-- {"kecamatan-lama": [7, "63.36", "35-b09c174b325af799"]}
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'ikm','m0001_offices','2026-11-27 00:49:01.529757+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'ikm','m0002_responses','2026-11-27 00:49:01.533458+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'ikm','m0003_people','2026-11-27 00:49:01.538104+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'ikm','m0004_tablets','2026-11-27 00:49:01.544070+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'ikm','m0005_month_tallies','2026-11-27 00:49:01.547355+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'ikm','m0006_publications','2026-11-27 00:49:01.549410+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'ikm','m0007_follow_up','2026-11-27 00:49:01.558629+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'ikm','m0008_imports','2026-11-27 00:49:01.559629+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'ikm','m0009_journal','2026-11-27 00:49:01.566512+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'ikm','m0010_people_and_their_offices','2026-11-27 00:49:01.572999+00:00');
INSERT INTO "_sqlite_migrations" VALUES(11,'ikm','m0011_paper','2026-11-27 00:49:01.578985+00:00');
INSERT INTO "_sqlite_migrations" VALUES(12,'ikm','m0012_comments_by_unit','2026-11-27 00:49:01.585217+00:00');
INSERT INTO "_sqlite_migrations" VALUES(13,'ikm','m0013_acts','2026-11-27 00:49:01.605950+00:00');
INSERT INTO "_sqlite_migrations" VALUES(14,'ikm','m0014_retentions','2026-11-27 00:49:01.610288+00:00');
INSERT INTO "_sqlite_migrations" VALUES(15,'ikm','m0015_report_texts','2026-11-27 00:49:01.612030+00:00');
INSERT INTO "_sqlite_migrations" VALUES(16,'ikm','m0016_merged_units','2026-11-27 00:49:01.613934+00:00');
INSERT INTO "_sqlite_migrations" VALUES(17,'ikm','m0017_help_lines','2026-11-27 00:49:01.616181+00:00');
INSERT INTO "_sqlite_migrations" VALUES(18,'ikm','m0018_ended_sessions','2026-11-27 00:49:01.619706+00:00');
INSERT INTO "_sqlite_migrations" VALUES(19,'ikm','m0019_vouched_rows','2026-11-27 00:49:01.621357+00:00');
INSERT INTO "_sqlite_migrations" VALUES(20,'ikm','m0020_chained_acts','2026-11-27 00:49:01.625011+00:00');
INSERT INTO "_sqlite_migrations" VALUES(21,'ikm','m0021_second_factors','2026-11-27 00:49:01.628224+00:00');
INSERT INTO "_sqlite_migrations" VALUES(22,'ikm','m0022_rows_of_merged_units','2026-11-27 00:49:01.654909+00:00');
INSERT INTO "_sqlite_migrations" VALUES(23,'ikm','m0023_vouched_evidence','2026-11-27 00:49:01.675182+00:00');
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
INSERT INTO "act_heads" VALUES(1,1,'5854e0adf72ed704851e8aa54929b7c3a50e94f4ceb1a57b8e941c91615898a9');
CREATE TABLE acts (
            act_id text primary key,
            at text not null,
            person_id text references people (person_id),
            unit_id text references units (unit_id),
            action text not null check (length(action) between 1 and 100),
            subject text not null check (length(subject) <= 200),
            outcome integer not null
        , account text not null default '', sequence integer check (sequence > 0), digest text check (length(digest) = 64)) strict;
INSERT INTO "acts" VALUES('2c3cj96bzf6j','2024-05-31T02:00:00.000Z','9c70p6cw128g','kkhchw58shr2','people.add','',303,'',1,'5854e0adf72ed704851e8aa54929b7c3a50e94f4ceb1a57b8e941c91615898a9');
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
INSERT INTO "announcements" VALUES('p98k7tq7qs0b','kkhchw58shr2','2024-05','2024-05-01','2024-05-31','papan','2024-05-02','Ruang tunggu','','2024-05-31T02:00:00.000Z','9c70p6cw128g',NULL);
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
INSERT INTO "attachments" VALUES('kay34sm822dqkvjk','kkhchw58shr2','9tdfc6nbbf1p',NULL,'a.pdf','application/pdf',5,'0000000000000000000000000000000000000000000000000000000000000000','2024-05-31T02:00:00.000Z','9c70p6cw128g',NULL);
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
INSERT INTO "collectors" VALUES('dt3gbrb17a98','k2qd6zb2','kkhchw58shr2','Tablet loket 1','kiosk',NULL,'2024-05-31T02:00:00.000Z',NULL);
INSERT INTO "collectors" VALUES('vfhnzkjfdbxr','ndb0nmn7','kkhchw58shr2','Kode QR ruang tunggu','qr',NULL,'2024-05-31T02:00:00.000Z',NULL);
INSERT INTO "collectors" VALUES('0m8y7za5v2c3','j8rzxmjc','kkhchw58shr2','Impor mei.csv','impor',NULL,'2024-05-31T02:00:00.000Z',NULL);
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
INSERT INTO "comment_handling" VALUES('00000000000000000000000000000004','2024-05-31T02:00:00.000Z','9c70p6cw128g',NULL,NULL,'');
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
INSERT INTO "comments" VALUES('00000000000000000000000000000002','Loket Bu “Fulanah” ramah.','7692bc4a47900338b4153d3e465ba955','kkhchw58shr2','2024-05-21');
INSERT INTO "comments" VALUES('00000000000000000000000000000004','Loket Bu [disamarkan] ramah.','4705e6c5393d115f13d30b7576402f16','kkhchw58shr2','2024-05-11');
INSERT INTO "comments" VALUES('00000000000000000000000000000005','Loket Bu “Fulanah” ramah.','d51f8f748ea5213244114f86d5d531e0','kkhchw58shr2','2024-05-06');
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
INSERT INTO "exclusions" VALUES('nra9x1yzs9zv','00000000000000000000000000000001','Uji coba petugas','2024-05-31T02:00:00.000Z','9c70p6cw128g','2024-05-31T02:00:00.000Z','9c70p6cw128g');
INSERT INTO "exclusions" VALUES('5rrf72x7htke','00000000000000000000000000000002','Uji coba petugas','2024-05-31T02:00:00.000Z','9c70p6cw128g',NULL,NULL);
CREATE TABLE factor_rules (
            unit_id text primary key references units (unit_id),
            since text not null
        ) strict;
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
INSERT INTO "imports" VALUES('impor','kkhchw58shr2','0m8y7za5v2c3','mei.csv','0000000000000000000000000000000000000000000000000000000000000000','','daftar','2024-05-02','2024-05-02',1,1,1,1,'9c70p6cw128g','2024-05-31T02:00:00.000Z',NULL,NULL,NULL);
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
INSERT INTO "journal" VALUES('kkhchw58shr2',1,'unit','kkhchw58shr2','26bbc7094d2d3fd2a14ecb90faea81899eb7b61dcad2696d9e57c21dcc402daa',NULL,NULL,'2024-05-31T02:00:00.000Z','0000000000000000000000000000000000000000000000000000000000000000','aca5326b8d072d9bf7c30367a9b02f3118d69bb3b54a7faa726249e752761acd');
INSERT INTO "journal" VALUES('kkhchw58shr2',2,'place','kkhchw58shr2','7e64839e3c56c465b0c9cf668e290dfa7e91b1f168ca7be794dae7d015401816',NULL,NULL,'2024-05-31T02:00:00.000Z','aca5326b8d072d9bf7c30367a9b02f3118d69bb3b54a7faa726249e752761acd','aea7c23610d7d3acd0f1bf36a2811f8868dceda0407e1c9ff222e4999aa20a34');
INSERT INTO "journal" VALUES('kkhchw58shr2',3,'service','8rxmr7q6yfvs','94884c8626760a803122f085842d91466e82999abb68f7e1c1cf5751a15c557c',NULL,NULL,'2024-05-31T02:00:00.000Z','aea7c23610d7d3acd0f1bf36a2811f8868dceda0407e1c9ff222e4999aa20a34','9bdba45abc253f5bb55d58d03a7a850e742c36c903a897f3e8d6448cbcc52488');
INSERT INTO "journal" VALUES('kkhchw58shr2',4,'collector','dt3gbrb17a98','b1ac6fda6eca6df3781e93154210f6cb94eb80af02068ff00478269b5baa0399',NULL,NULL,'2024-05-31T02:00:00.000Z','9bdba45abc253f5bb55d58d03a7a850e742c36c903a897f3e8d6448cbcc52488','d83ea0a33298342c365445b8d2a0cefa338cfb7f916340c8be15693213bcd674');
INSERT INTO "journal" VALUES('kkhchw58shr2',5,'collector','vfhnzkjfdbxr','91aa6ce77a4b0f26e8013bd3101bc879cfee563d82f5e16cb8c0d4b743e478d4',NULL,NULL,'2024-05-31T02:00:00.000Z','d83ea0a33298342c365445b8d2a0cefa338cfb7f916340c8be15693213bcd674','07358949f96a237c7e3b822bbdd74212580f1a1d08ab5b5fcce397038839b78d');
INSERT INTO "journal" VALUES('kkhchw58shr2',6,'response','00000000000000000000000000000001','b809493e46f2a54e5837d3261ab599d62d7e075080c82df92b31ecb25e5bdc6c','49362fcb2b933746dff3ba51e56eaaf5f4f0233753dc406785b222e55a986a23','094641e2c9ae00908cdc9eb2453684db177eed02cecf028e38c0f6bde43a36fc','2024-05-31T02:00:00.000Z','07358949f96a237c7e3b822bbdd74212580f1a1d08ab5b5fcce397038839b78d','32d544c28c9e0aa781223e98012e38aa45e9c3db3c4d86f7931c28909456f974');
INSERT INTO "journal" VALUES('kkhchw58shr2',7,'response','00000000000000000000000000000002','bf352515cadb2eb349480b2ca1e2bafb47cec974a39a13f44cb26e9206dcdde6',NULL,'b923cf96a7b4c5829d050037d20d370a6c28b7c766b20a799d6e4f0137557a49','2024-05-31T02:00:00.000Z','32d544c28c9e0aa781223e98012e38aa45e9c3db3c4d86f7931c28909456f974','1a278dc56023dcf5db7cd6e3f05219666f5ebbb641eb1a5a6ede4066e6462cf5');
INSERT INTO "journal" VALUES('kkhchw58shr2',8,'response','00000000000000000000000000000003','f722ff9f18adf279e8b110a53f3082e3012f38ef0a8c4aa1e9e9de792961c69e','24c9287596acc577bcde1abb1301d3821297a5da0a4ef1a9472ee8144085d04e',NULL,'2024-05-31T02:00:00.000Z','1a278dc56023dcf5db7cd6e3f05219666f5ebbb641eb1a5a6ede4066e6462cf5','fc06f43d3def03977983e52eca76431a9a3e2415de571d2a2101bb8d3453f438');
INSERT INTO "journal" VALUES('kkhchw58shr2',9,'response','00000000000000000000000000000004','861ac108ffa8a4b5d52dbafad73083f43c5cd001f6daf8f37f12433858a87fd5',NULL,'3eddb728e72e72ae2556f00b41371067eaef0584d26a224fd0c39daeaf2d9f36','2024-05-31T02:00:00.000Z','fc06f43d3def03977983e52eca76431a9a3e2415de571d2a2101bb8d3453f438','877ec75c5fb66947de2e713feeb246274336ba7c1998284c5da5da6a5274b11f');
INSERT INTO "journal" VALUES('kkhchw58shr2',10,'response','00000000000000000000000000000005','6b255f55a58e9654c7574f55fa22b7882cc619084840b9cb2fc326c3360dd654','d92e0a27959b2a67b9e65150f5ba3d768731c1316fd5ef4e293c1d439d2db3db','da1f4feaf25d54166adc9eb91f01cf746b6314c4db634c22e0ebdde53cbdac7f','2024-05-31T02:00:00.000Z','877ec75c5fb66947de2e713feeb246274336ba7c1998284c5da5da6a5274b11f','28b29713fa4659eeaa68d725c4e190704994a95f776392906e0453ec5a21216e');
INSERT INTO "journal" VALUES('kkhchw58shr2',11,'response','00000000000000000000000000000006','154cd5da71ff676f85022e1ebcc131362cb74a307a00cf4672d861a89153d469',NULL,NULL,'2024-05-31T02:00:00.000Z','28b29713fa4659eeaa68d725c4e190704994a95f776392906e0453ec5a21216e','81bac68a586dc8669f9a505dea735b0b378db8bd8f0afdec70660de445bcc2ff');
INSERT INTO "journal" VALUES('kkhchw58shr2',12,'response','00000000000000000000000000000007','a227b9c42cef65c7fdf6ee998facb0b76f7ea306ec3cc9b51f12a47607bb050f','d6367f45b59bc26f896a857e2f883afcfeab6fb68c64c139d8c94d29c7ad6794','68c2b05918d2dd0bc8b9a03a1af0ef31b1a43249f1b56597b04fa07f86755775','2024-05-31T02:00:00.000Z','81bac68a586dc8669f9a505dea735b0b378db8bd8f0afdec70660de445bcc2ff','58e454cc86dc90d01a2bc62f205f61eb7a873584a2f8c0d6191c9536b0dacc01');
INSERT INTO "journal" VALUES('kkhchw58shr2',13,'response','00000000000000000000000000000008','4f631689a059faf9e5b114655a7e1a9e5fdea0122f15845099f840fab95c97b6',NULL,'9b73276ccea27735c590083e62b16bc81292d821302d32aeb4f4a4b9c36e5c45','2024-05-31T02:00:00.000Z','58e454cc86dc90d01a2bc62f205f61eb7a873584a2f8c0d6191c9536b0dacc01','1f9097525cee31df6df3419521648b9acbb26181765c1a9cf1167bb42ed326b9');
INSERT INTO "journal" VALUES('kkhchw58shr2',14,'exclude','nra9x1yzs9zv','a8515c84e05f47126aecb5210998230b007757cbd09321d92c12f7353ecfa8fb',NULL,NULL,'2024-05-31T02:00:00.000Z','1f9097525cee31df6df3419521648b9acbb26181765c1a9cf1167bb42ed326b9','65ad80437f3edef86711e42f3e0f165e96ecc9e348f0d948587e8830c3bb0ea9');
INSERT INTO "journal" VALUES('kkhchw58shr2',15,'exclude','5rrf72x7htke','f760122bbb6b2a06ebba6646ca647bd8d3d1dde276261cdfde54d71d0c8a5c17',NULL,NULL,'2024-05-31T02:00:00.000Z','65ad80437f3edef86711e42f3e0f165e96ecc9e348f0d948587e8830c3bb0ea9','2304fcf63fa02ccdc273dfacd3ddb611f4309c0d351ea129ebe7060adb742e2b');
INSERT INTO "journal" VALUES('kkhchw58shr2',16,'restore','nra9x1yzs9zv','140b96b3728bd245d40c6a93ba126536c878951fd697583b6305afd5c7948e62',NULL,NULL,'2024-05-31T02:00:00.000Z','2304fcf63fa02ccdc273dfacd3ddb611f4309c0d351ea129ebe7060adb742e2b','8d95c935dd5f0f33dbac52cf36e3d640887fea1097d44f7467c9a55bcadc71e6');
INSERT INTO "journal" VALUES('kkhchw58shr2',17,'publish','m9trf4e0xbsx','2ac32c61f6e61dffd89f71149d2a154a3510327b02945935464daa05d5b5703a',NULL,NULL,'2024-05-31T02:00:00.000Z','8d95c935dd5f0f33dbac52cf36e3d640887fea1097d44f7467c9a55bcadc71e6','3284eb749fe6d963c45700d589b1cd50fcf80c3f26465e6152c8b4b4640830fd');
INSERT INTO "journal" VALUES('kkhchw58shr2',18,'year','2024','ce88c832741e76790373635476fa32380d54da2e35cbd3a8f046d4d2fde4ddf6',NULL,NULL,'2024-05-31T02:00:00.000Z','3284eb749fe6d963c45700d589b1cd50fcf80c3f26465e6152c8b4b4640830fd','5a92ac01a35845e44f290a472587ba5b3457417b8ba07e5a7a82d550705fdb72');
INSERT INTO "journal" VALUES('kkhchw58shr2',19,'goal','2026','6383c5cb6f776cebe8a14e25d4ce01cd4e1812d309613fdf7a65c312ae051d44',NULL,NULL,'2024-05-31T02:00:00.000Z','5a92ac01a35845e44f290a472587ba5b3457417b8ba07e5a7a82d550705fdb72','3bbaa005256e05fdc804089c9908e264df53a563bc1ef3b08e532142ffceaf63');
INSERT INTO "journal" VALUES('kkhchw58shr2',20,'goal','2027','9503501c5b4d203177d77e107fb4d20f75ab6c66a636dde8afa491dbdba7754a',NULL,NULL,'2024-05-31T02:00:00.000Z','3bbaa005256e05fdc804089c9908e264df53a563bc1ef3b08e532142ffceaf63','7a0f92c752c3e25cb7fb4d81cd39d71ebe2ca136149152c210cd63ac0703630b');
INSERT INTO "journal" VALUES('kkhchw58shr2',21,'goal','2027','caab00125c4721649c8e9d35e34ad14d0a35c8c6e85c2dcc4eb1d71d565e9953',NULL,NULL,'2024-05-31T02:00:00.000Z','7a0f92c752c3e25cb7fb4d81cd39d71ebe2ca136149152c210cd63ac0703630b','5d27caa91987682c69c118c77883aadf4780edd7fad37473837a1fd0bf8b2b8d');
INSERT INTO "journal" VALUES('kkhchw58shr2',22,'yearly','2023','1b528f4ce74d5f992d71b78fbfa196d080ec7035ac88c5d078addffd8e59232d',NULL,NULL,'2024-05-31T02:00:00.000Z','5d27caa91987682c69c118c77883aadf4780edd7fad37473837a1fd0bf8b2b8d','44933264f8936b631ff22c35cef9e32859454d0eb2a2ddb89280caea279e1bde');
INSERT INTO "journal" VALUES('kkhchw58shr2',23,'plan','9tdfc6nbbf1p','931842535ab4fc47a8f5815efab671887626995f434af78bc242ae21d6596631',NULL,NULL,'2024-05-31T02:00:00.000Z','44933264f8936b631ff22c35cef9e32859454d0eb2a2ddb89280caea279e1bde','38f2856812e0bb93c96b64eec21fe9de229c6d7b7ff7e01ad6e3e1b524c04114');
INSERT INTO "journal" VALUES('kkhchw58shr2',24,'announcement','p98k7tq7qs0b','b7a621406a6a6e5d93b7320316ce9fca450c154e6b4b409f26498734f4e7f895',NULL,NULL,'2024-05-31T02:00:00.000Z','38f2856812e0bb93c96b64eec21fe9de229c6d7b7ff7e01ad6e3e1b524c04114','3829990efeba8eff5324271b9b148d7e4c50c6581a05616bb3832bed8db24cff');
INSERT INTO "journal" VALUES('kkhchw58shr2',25,'evidence','kay34sm822dqkvjk','d61b292720defcb4c5043745c4c718e7c80ff0d47bbbf664fc0c347c433b02a9',NULL,NULL,'2024-05-31T02:00:00.000Z','3829990efeba8eff5324271b9b148d7e4c50c6581a05616bb3832bed8db24cff','1531d403845ccce64eb583973444e2fbf69c21fe7187bc83f2f54bc3b32bcee1');
INSERT INTO "journal" VALUES('kkhchw58shr2',26,'collector','0m8y7za5v2c3','2d1c78c495e16b90c1838751301bdcc7ba84ccf4fc411816138106e4c76f2aa4',NULL,NULL,'2024-05-31T02:00:00.000Z','1531d403845ccce64eb583973444e2fbf69c21fe7187bc83f2f54bc3b32bcee1','a4fa8f147f19a6e28b11fa9a8861b8625c39fce32b106ea70d273233f8779ad5');
INSERT INTO "journal" VALUES('kkhchw58shr2',27,'import','impor','48376d6b3dc12d9acdfec33b78d227fc3c4e41f436b32d6853d4e5ab84c852d9',NULL,NULL,'2024-05-31T02:00:00.000Z','a4fa8f147f19a6e28b11fa9a8861b8625c39fce32b106ea70d273233f8779ad5','37e5c59a723b9e7d2e9ef6f2a31045a6d8dac16d07b356d269956f51276774a8');
INSERT INTO "journal" VALUES('kkhchw58shr2',28,'undo-import','impor','2278fb7c737fcdfac718fa8040ba9e6bfb8c3d9e16eb06ead8fd27a5d1ce10fb',NULL,NULL,'2024-05-31T02:00:00.000Z','37e5c59a723b9e7d2e9ef6f2a31045a6d8dac16d07b356d269956f51276774a8','4f25afc141c62814006ae39947cd4756028568913daf9cee135c3ce5e5ecd17e');
INSERT INTO "journal" VALUES('kkhchw58shr2',29,'restore-import','impor','c21058454aa7c653aaa5d025247fdfe966eb3cae00a2c4e9ff0f9d33339594d7',NULL,NULL,'2024-05-31T02:00:00.000Z','4f25afc141c62814006ae39947cd4756028568913daf9cee135c3ce5e5ecd17e','453df547f3770624198d17c5988035fd7c001db480b770b491a994e0c2220d79');
INSERT INTO "journal" VALUES('kkhchw58shr2',30,'redact','00000000000000000000000000000004','19cec95cd79f15e416ea7a60e36247c48aac844b70ce9d5732ef6c973ef53260',NULL,'4506cf41bfda50040d40a98c896bfca09ef4fc2ec079ae7b7f68af8cec82fbcb','2024-05-31T02:00:00.000Z','453df547f3770624198d17c5988035fd7c001db480b770b491a994e0c2220d79','97181fc0b3f7e0629adb6ebe2448599b6da05fa4fac5478bbf3d1a07f257051e');
INSERT INTO "journal" VALUES('kkhchw58shr2',31,'erase-profile','00000000000000000000000000000001','1cfcb55725e06eba7554c0a97a4c28a8d6114f961b00a57dc46089dd89ea2c9e',NULL,NULL,'2024-05-31T02:00:00.000Z','97181fc0b3f7e0629adb6ebe2448599b6da05fa4fac5478bbf3d1a07f257051e','43b9a0d4f0937f9b149b459335ce2593b4961a9ee34cf7d065d84ea81e8d7cf6');
INSERT INTO "journal" VALUES('kkhchw58shr2',32,'erase-comment','00000000000000000000000000000001','351b78e4aafb23eacb829287b36b36e8197b66364fdc31ec73b46366031419cc',NULL,NULL,'2024-05-31T02:00:00.000Z','43b9a0d4f0937f9b149b459335ce2593b4961a9ee34cf7d065d84ea81e8d7cf6','1335cc162386c15bc728dfaccdadaa4383ba06f9d21f21eae95b8d4c4a1f2870');
INSERT INTO "journal" VALUES('kkhchw58shr2',33,'purge-profile','2024-05-01','580b6b61f61b9b2e33348ad1a5f85efa286a98183dc8be9d8d0c19f3d9c1eb23',NULL,NULL,'2024-05-31T02:00:00.000Z','1335cc162386c15bc728dfaccdadaa4383ba06f9d21f21eae95b8d4c4a1f2870','9350e93c6c439376fab677d94e91eb09d4cde1756fde5bef43036f0aeb72e840');
INSERT INTO "journal" VALUES('kkhchw58shr2',34,'purge-comment','2024-05-01','0341154f127fd27b260fc4c5a5246281e4b66df3effa9bacb25301f5fd0dbdf6',NULL,NULL,'2024-05-31T02:00:00.000Z','9350e93c6c439376fab677d94e91eb09d4cde1756fde5bef43036f0aeb72e840','fe025d5c476608626aa01ed0615d055625e562b78320ada55d199eb72dd8cde3');
INSERT INTO "journal" VALUES('kkhchw58shr2',35,'restore-backup','0f5sapse750w','886d015f057d80f679d70888200b82c1abbe791f41897cb02891db0117b299ef',NULL,NULL,'2024-05-31T02:00:00.000Z','fe025d5c476608626aa01ed0615d055625e562b78320ada55d199eb72dd8cde3','b09c174b325af799ba01e45944a9372e1a50e456421c88f0719e781f46edbd88');
CREATE TABLE journal_heads (
            unit_id text primary key references units (unit_id),
            sequence integer not null,
            digest text not null
        , merged_parts text) strict;
INSERT INTO "journal_heads" VALUES('kkhchw58shr2',35,'b09c174b325af799ba01e45944a9372e1a50e456421c88f0719e781f46edbd88',NULL);
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
INSERT INTO "month_tallies" VALUES('kkhchw58shr2','2024-05','','kiosk','permenpan-14-2017',5,1,2,1,1,1,1,1,1,1,1,1,2,2,1,0,1,0,2,1,1,1,1,1,1,0,1,1,2,2,1,1,1,1,2,1,1,0,0,0,0,2,0,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0);
INSERT INTO "month_tallies" VALUES('kkhchw58shr2','2024-04','','kiosk','permenpan-14-2017',2,1,0,0,1,1,1,0,0,0,1,1,0,0,0,1,1,1,0,0,1,1,1,0,0,0,1,1,0,0,0,0,1,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0);
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
INSERT INTO "people" VALUES('9c70p6cw128g','admin','Admin','kkhchw58shr2','admin','-','zva2g3qtpp3fk1mfx7fqdqz0es','2024-05-31T02:00:00.000Z',NULL);
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
INSERT INTO "plans" VALUES('9tdfc6nbbf1p','kkhchw58shr2','2024-05','2024-05-01','2024-05-31','waktu','Loket kedua','Kasi',2024,2,3,'2024-05-02','2024-05-02','2024-05-31T02:00:00.000Z','9c70p6cw128g',NULL,NULL,'',NULL,NULL,'');
CREATE TABLE profiles (
            response_id text primary key references responses (response_id) on delete cascade,
            sex text check (sex in ('L', 'P')),
            age_band text check (age_band in ('17-25', '26-35', '36-45', '46-55', '56-65', '>65')),
            education text check (education in ('SD', 'SMP', 'SMA', 'D1-D3', 'S1', 'S2', 'S3')),
            occupation text check (occupation in ('PNS', 'TNI', 'POLRI', 'Swasta', 'Wirausaha',
                'Pelajar/Mahasiswa', 'Petani', 'Ibu rumah tangga', 'Lainnya'))
        , salt text) strict;
INSERT INTO "profiles" VALUES('00000000000000000000000000000003','P','26-35',NULL,NULL,'6fa28a168947d3df7d37dbc2d66bee45');
INSERT INTO "profiles" VALUES('00000000000000000000000000000005','P','26-35',NULL,NULL,'56d173e5210d85a1ba851de8cbedf558');
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
INSERT INTO "publications" VALUES('m9trf4e0xbsx','kkhchw58shr2',1,'2024-05','2024-05-01','2024-05-31',0,'permenpan-14-2017','1/9',5,'63.33','D','{"convention":"1/9","format":1,"ikm":"63.33","instrument":"permenpan-14-2017","interval":null,"kinerja":"Tidak Baik","mutu":"D","ni":"2.533333","period":{"code":"2024-05","end":"2024-05-31","start":"2024-05-01"},"population":null,"respondents":5,"unit":{"agency":"","code":"kecamatan-lama","name":"Kecamatan Lama"},"unsur":[{"blank":0,"converted":"60.00","filled":5,"key":"persyaratan","mutu":"D","name":"Persyaratan","nrr":"2.400000","sum":12},{"blank":1,"converted":"62.50","filled":4,"key":"prosedur","mutu":"D","name":"Sistem, Mekanisme, dan Prosedur","nrr":"2.500000","sum":10},{"blank":0,"converted":"70.00","filled":5,"key":"waktu","mutu":"C","name":"Waktu Penyelesaian","nrr":"2.800000","sum":14},{"blank":1,"converted":"50.00","filled":4,"key":"biaya","mutu":"D","name":"Biaya/Tarif","nrr":"2.000000","sum":8},{"blank":1,"converted":"68.75","filled":4,"key":"produk","mutu":"C","name":"Produk Spesifikasi Jenis Pelayanan","nrr":"2.750000","sum":11},{"blank":1,"converted":"62.50","filled":4,"key":"kompetensi","mutu":"D","name":"Kompetensi Pelaksana","nrr":"2.500000","sum":10},{"blank":1,"converted":"81.25","filled":4,"key":"perilaku","mutu":"B","name":"Perilaku Pelaksana","nrr":"3.250000","sum":13},{"blank":0,"converted":"55.00","filled":5,"key":"sarana","mutu":"D","name":"Sarana dan Prasarana","nrr":"2.200000","sum":11},{"blank":0,"converted":"60.00","filled":5,"key":"pengaduan","mutu":"D","name":"Penanganan Pengaduan, Saran dan Masukan","nrr":"2.400000","sum":12}]}','{"channels":[["Tablet di loket",5,"100.00"]],"counts":{"biaya":{"1":2,"2":1,"3":0,"4":1},"kompetensi":{"1":1,"2":1,"3":1,"4":1},"pengaduan":{"1":1,"2":2,"3":1,"4":1},"perilaku":{"1":0,"2":1,"3":1,"4":2},"persyaratan":{"1":1,"2":2,"3":1,"4":1},"produk":{"1":0,"2":2,"3":1,"4":1},"prosedur":{"1":1,"2":1,"3":1,"4":1},"sarana":{"1":2,"2":1,"3":1,"4":1},"waktu":{"1":1,"2":1,"3":1,"4":2}},"excluded":[["Uji coba petugas",1,"20.00"]],"population":null,"profile":{"age_band":[["17–25 tahun",0,"0.00"],["26–35 tahun",3,"60.00"],["36–45 tahun",0,"0.00"],["46–55 tahun",0,"0.00"],["56–65 tahun",0,"0.00"],["Di atas 65 tahun",0,"0.00"],["Tidak diisi",2,"40.00"]],"education":[["SD",0,"0.00"],["SMP",0,"0.00"],["SMA/SMK",0,"0.00"],["D1–D3",0,"0.00"],["D4/S1",0,"0.00"],["S2",0,"0.00"],["S3",0,"0.00"],["Tidak diisi",5,"100.00"]],"occupation":[["PNS",0,"0.00"],["TNI",0,"0.00"],["POLRI",0,"0.00"],["Pegawai swasta",0,"0.00"],["Wirausaha",0,"0.00"],["Pelajar/Mahasiswa",0,"0.00"],["Petani",0,"0.00"],["Ibu rumah tangga",0,"0.00"],["Lainnya",0,"0.00"],["Tidak diisi",5,"100.00"]],"sex":[["Laki-laki",0,"0.00"],["Perempuan",3,"60.00"],["Tidak diisi",2,"40.00"]]},"respondents":5,"services":[["Tidak diisi",5,"100.00"]],"spread":{"complete":0,"total":0,"total_squared":0}}','ef314f627c0e41b6647500b6fd60d63a4bc878950d99ab028b1f170118ea6c59','0.1.0','2024-05-31T02:00:00.000Z','9c70p6cw128g');
CREATE TABLE recovery_codes (
            code_hash text primary key check (length(code_hash) = 64),
            person_id text not null references people (person_id)
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
INSERT INTO "responses" VALUES('00000000000000000000000000000001','kkhchw58shr2',NULL,'dt3gbrb17a98','permenpan-14-2017','2024-05-26T02:00:00.000Z','2024-05-26','2024-05-31T02:00:00.000Z',2,NULL,4,1,2,3,4,1,2,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000002','kkhchw58shr2',NULL,'dt3gbrb17a98','permenpan-14-2017','2024-05-21T02:00:00.000Z','2024-05-21','2024-05-31T02:00:00.000Z',3,4,NULL,2,3,4,1,2,3,'2024-05-31T02:00:00.000Z');
INSERT INTO "responses" VALUES('00000000000000000000000000000003','kkhchw58shr2',NULL,'dt3gbrb17a98','permenpan-14-2017','2024-05-16T02:00:00.000Z','2024-05-16','2024-05-31T02:00:00.000Z',4,1,2,NULL,4,1,2,3,4,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000004','kkhchw58shr2',NULL,'dt3gbrb17a98','permenpan-14-2017','2024-05-11T02:00:00.000Z','2024-05-11','2024-05-31T02:00:00.000Z',1,2,3,4,NULL,2,3,4,1,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000005','kkhchw58shr2',NULL,'dt3gbrb17a98','permenpan-14-2017','2024-05-06T02:00:00.000Z','2024-05-06','2024-05-31T02:00:00.000Z',2,3,4,1,2,NULL,4,1,2,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000006','kkhchw58shr2',NULL,'dt3gbrb17a98','permenpan-14-2017','2024-05-01T02:00:00.000Z','2024-05-01','2024-05-31T02:00:00.000Z',3,4,1,2,3,4,NULL,2,3,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000007','kkhchw58shr2',NULL,'dt3gbrb17a98','permenpan-14-2017','2024-04-26T02:00:00.000Z','2024-04-26','2024-05-31T02:00:00.000Z',4,1,2,3,4,1,2,NULL,4,NULL);
INSERT INTO "responses" VALUES('00000000000000000000000000000008','kkhchw58shr2',NULL,'dt3gbrb17a98','permenpan-14-2017','2024-04-21T02:00:00.000Z','2024-04-21','2024-05-31T02:00:00.000Z',1,2,3,4,1,2,3,4,NULL,NULL);
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
INSERT INTO "restored_backups" VALUES('0f5sapse750w','kkhchw58shr2','ikm-20240531T011200Z.db',0,'0000000000000000000000000000000000000000000000000000000000000000',NULL,NULL,'2024-05-31T02:00:00.000Z');
CREATE TABLE retentions (
            unit_id text primary key references units (unit_id),
            profile_months integer check (profile_months between 1 and 120),
            comment_months integer check (comment_months between 1 and 120)
        ) strict;
INSERT INTO "retentions" VALUES('kkhchw58shr2',1,1);
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
INSERT INTO "services" VALUES('8rxmr7q6yfvs','kkhchw58shr2','kartu-keluarga','Kartu Keluarga',1,'2024-05-31T02:00:00.000Z',NULL);
CREATE TABLE unit_goals (
            unit_id text not null references units (unit_id),
            year integer not null check (year between 2000 and 2999),
            target_ikm text not null,
            primary key (unit_id, year)
        ) strict;
INSERT INTO "unit_goals" VALUES('kkhchw58shr2',2026,'88.50');
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
INSERT INTO "unit_years" VALUES('kkhchw58shr2',2024,500,'87.50');
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
INSERT INTO "units" VALUES('kkhchw58shr2','kecamatan-lama',NULL,'Kecamatan Lama','','','','','Asia/Makassar','','','','','2024-05-31T02:00:00.000Z');
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
INSERT INTO "yearly_figures" VALUES('kkhchw58shr2',2023,'88.23','B',NULL,'LKj 2023','2024-05-31T02:00:00.000Z','9c70p6cw128g');
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
CREATE INDEX recovery_codes_by_person on recovery_codes (person_id);
CREATE INDEX account_changes_by_person on account_changes (person_id, at);
COMMIT;
