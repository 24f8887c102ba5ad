BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001_pre');
CREATE TABLE branch_texts (
	branch_id VARCHAR(40) NOT NULL, 
	"key" VARCHAR(60) NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_branch_texts PRIMARY KEY (branch_id, "key"), 
	CONSTRAINT fk_branch_texts_branch_id FOREIGN KEY(branch_id) REFERENCES branches (branch_id)
);
CREATE TABLE branches (
	branch_id VARCHAR(40) NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq BIGINT NOT NULL, 
	last_at BIGINT NOT NULL, 
	CONSTRAINT pk_branches PRIMARY KEY (branch_id)
);
INSERT INTO "branches" VALUES('ekvik',1,18,1795319868568258);
CREATE TABLE catalogues (
	branch_id VARCHAR(40) NOT NULL, 
	version INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_catalogues PRIMARY KEY (branch_id, version), 
	CONSTRAINT fk_catalogues_branch_id FOREIGN KEY(branch_id) REFERENCES branches (branch_id)
);
INSERT INTO "catalogues" VALUES('ekvik',1,'{"version":1,"branch_id":"ekvik","town":{"sv":"Ekviks kommun","en":"Ekvik Municipality","fi":"Ekvikin kunta","ar":"بلدية إيكفيك"},"names":{"sv":"Medborgarservice","en":"Citizen service","fi":"Asukaspalvelu","ar":"خدمة المواطنين"},"time_zone":"Europe/Stockholm","public_url":"http://127.0.0.1:34351","accent":"#0F3D6B","languages":["sv","en","fi","ar"],"where_to_sit":{"sv":"Sätt dig i väntrummet till höger om entrén","en":"Take a seat in the waiting room to the right of the entrance","fi":"Istu odotushuoneeseen, sisäänkäynnistä oikealle","ar":"اجلس في غرفة الانتظار على يمين المدخل"},"human_errand_id":"prata-med-oss","groups":[{"group_id":"bygga-och-bo","names":{"sv":"Bygga och bo","en":"Building and home","fi":"Rakentaminen ja asuminen","ar":"البناء والسكن"},"examples":{"sv":"Bygglov, karta, avfall","en":"Permits, maps, waste","fi":"Luvat, kartat, jätteet","ar":"رخص البناء والخرائط والنفايات"},"icon":"house","series":"A","errands":[{"errand_id":"bygglov","names":{"sv":"Bygglov","en":"Building permit","fi":"Rakennuslupa","ar":"رخصة بناء"},"hints":{"sv":"Bygga nytt, ändra, riva","en":"Build, change, demolish","fi":"Rakenna, muuta, pura","ar":"بناء أو تعديل أو هدم"},"icon":"house","series":"A","lane":"specialist","is_sensitive":false,"expected_minutes":18,"target_minutes":20},{"errand_id":"tomt-och-karta","names":{"sv":"Tomt och karta","en":"Plots and maps","fi":"Tontit ja kartat","ar":"الأراضي والخرائط"},"hints":{"sv":"Detaljplan, nybyggnadskarta","en":"Local plan, site map","fi":"Asemakaava, karttaote","ar":"المخطط التفصيلي وخريطة الموقع"},"icon":"sign","series":"A","lane":"specialist","is_sensitive":false,"expected_minutes":12,"target_minutes":20},{"errand_id":"avfall","names":{"sv":"Sopor och avfall","en":"Waste","fi":"Jätteet","ar":"النفايات"},"hints":{"sv":"Kärl, hämtning, återbruk","en":"Bins, collection, reuse","fi":"Astiat, nouto, kierrätys","ar":"الحاويات والجمع وإعادة التدوير"},"icon":"repeat","series":"A","lane":"guide","is_sensitive":false,"expected_minutes":6,"target_minutes":10},{"errand_id":"vatten-och-gata","names":{"sv":"Vatten och gator","en":"Water and streets","fi":"Vesi ja kadut","ar":"المياه والشوارع"},"hints":{"sv":"Felanmälan, avlopp, parkering","en":"Faults, sewers, parking","fi":"Viat, viemärit, pysäköinti","ar":"الأعطال والصرف ومواقف السيارات"},"icon":"sign","series":"A","lane":"guide","is_sensitive":false,"expected_minutes":7,"target_minutes":15}]},{"group_id":"barn-och-skola","names":{"sv":"Barn och skola","en":"Children and school","fi":"Lapset ja koulu","ar":"الأطفال والمدرسة"},"examples":{"sv":"Förskola, skola, skjuts","en":"Preschool, school, bus","fi":"Päiväkoti, koulu, kyyti","ar":"الروضة والمدرسة والنقل"},"icon":"school","series":"C","errands":[{"errand_id":"forskola","names":{"sv":"Förskola","en":"Preschool","fi":"Päiväkoti","ar":"الروضة"},"hints":{"sv":"Plats, kö, avgift","en":"Place, queue, fee","fi":"Paikka, jono, maksu","ar":"مكان ودور ورسوم"},"icon":"people","series":"C","lane":"guide","is_sensitive":false,"expected_minutes":10,"target_minutes":15},{"errand_id":"skola-och-fritids","names":{"sv":"Skola och fritids","en":"School and after school","fi":"Koulu ja iltapäivähoito","ar":"المدرسة وما بعدها"},"hints":{"sv":"Välja skola, byta, flytta","en":"Choose, change or move","fi":"Valitse, vaihda, muuta","ar":"اختيار المدرسة أو تغييرها"},"icon":"school","series":"C","lane":"specialist","is_sensitive":false,"expected_minutes":12,"target_minutes":20},{"errand_id":"skolskjuts","names":{"sv":"Skolskjuts","en":"School transport","fi":"Koulukyyti","ar":"النقل المدرسي"},"hints":{"sv":"Ansöka, busskort","en":"Apply, bus card","fi":"Hae, bussikortti","ar":"تقديم طلب وبطاقة الحافلة"},"icon":"ticket","series":"C","lane":"guide","is_sensitive":false,"expected_minutes":8,"target_minutes":15},{"errand_id":"vuxna-och-sfi","names":{"sv":"Vuxna och SFI","en":"Adults and Swedish","fi":"Aikuiset ja ruotsin kieli","ar":"الكبار واللغة السويدية"},"hints":{"sv":"Komvux, svenska, kurser","en":"Courses, learn Swedish","fi":"Kurssit, opi ruotsia","ar":"دورات وتعلم السويدية"},"icon":"globe","series":"C","lane":"specialist","is_sensitive":false,"expected_minutes":15,"target_minutes":20}]},{"group_id":"stod-och-omsorg","names":{"sv":"Stöd och omsorg","en":"Support and care","fi":"Tuki ja hoiva","ar":"الدعم والرعاية"},"examples":{"sv":"Hemtjänst, familj, god man","en":"Home care, family, guardian","fi":"Kotihoito, perhe, edunvalvoja","ar":"الرعاية المنزلية والأسرة والوصي"},"icon":"heart","series":"D","errands":[{"errand_id":"aldre-och-hemtjanst","names":{"sv":"Äldre och hemtjänst","en":"Elderly and home care","fi":"Vanhukset ja kotihoito","ar":"كبار السن والرعاية"},"hints":{"sv":"Larm, matlåda, boende","en":"Alarm, meals, housing","fi":"Hälytin, ateriat, asuminen","ar":"إنذار ووجبات وسكن"},"icon":"heart","series":"D","lane":"specialist","is_sensitive":true,"expected_minutes":15,"target_minutes":15},{"errand_id":"funktionsstod","names":{"sv":"Funktionsstöd","en":"Disability support","fi":"Vammaistuki","ar":"دعم ذوي الإعاقة"},"hints":{"sv":"LSS, boendestöd, färdtjänst","en":"Assistance, transport","fi":"Avustaja, kuljetus","ar":"مساعدة شخصية ونقل"},"icon":"people","series":"D","lane":"specialist","is_sensitive":true,"expected_minutes":18,"target_minutes":15},{"errand_id":"familj-och-socialtjanst","names":{"sv":"Familj och socialtjänst","en":"Family and social services","fi":"Perhe ja sosiaalityö","ar":"الأسرة والخدمات"},"hints":{"sv":"Råd, oro, skydd","en":"Advice, worry, shelter","fi":"Neuvoa, huoli, turva","ar":"مشورة وقلق وحماية"},"icon":"shield","series":"D","lane":"specialist","is_sensitive":true,"expected_minutes":20,"target_minutes":10},{"errand_id":"god-man","names":{"sv":"God man","en":"Legal guardian","fi":"Edunvalvoja","ar":"الوصي القانوني"},"hints":{"sv":"Förvaltare, årsräkning","en":"Trustee, yearly account","fi":"Edunvalvonta, vuositili","ar":"الوصاية والحساب السنوي"},"icon":"handover","series":"D","lane":"specialist","is_sensitive":true,"expected_minutes":14,"target_minutes":20}]},{"group_id":"pengar-och-jobb","names":{"sv":"Pengar och jobb","en":"Money and work","fi":"Raha ja työ","ar":"المال والعمل"},"examples":{"sv":"Bistånd, skuldråd, faktura","en":"Benefits, debts, invoices","fi":"Tuet, velat, laskut","ar":"المساعدات والديون والفواتير"},"icon":"purse","series":"E","errands":[{"errand_id":"ekonomiskt-bistand","names":{"sv":"Ekonomiskt bistånd","en":"Financial support","fi":"Toimeentulotuki","ar":"المساعدة المالية"},"hints":{"sv":"Söka, lämna papper","en":"Apply, hand in papers","fi":"Hae, jätä paperit","ar":"تقديم طلب أو تسليم أوراق"},"icon":"purse","series":"E","lane":"specialist","is_sensitive":true,"expected_minutes":16,"target_minutes":15},{"errand_id":"budget-och-skulder","names":{"sv":"Budget och skulder","en":"Budget and debts","fi":"Budjetti ja velat","ar":"الميزانية والديون"},"hints":{"sv":"Råd om din ekonomi","en":"Advice on your money","fi":"Neuvoa talouteen","ar":"مشورة حول أموالك"},"icon":"note","series":"E","lane":"specialist","is_sensitive":true,"expected_minutes":20,"target_minutes":20},{"errand_id":"jobb-och-praktik","names":{"sv":"Jobb och praktik","en":"Work and training","fi":"Työ ja harjoittelu","ar":"العمل والتدريب"},"hints":{"sv":"Sommarjobb, söka arbete","en":"Summer jobs, find work","fi":"Kesätyö, työnhaku","ar":"عمل صيفي والبحث عن عمل"},"icon":"people","series":"E","lane":"guide","is_sensitive":false,"expected_minutes":12,"target_minutes":20},{"errand_id":"faktura-och-avgift","names":{"sv":"Faktura och avgift","en":"Invoices and fees","fi":"Laskut ja maksut","ar":"الفواتير والرسوم"},"hints":{"sv":"Frågor, dela upp, e-faktura","en":"Questions, instalments","fi":"Kysymykset, osamaksu","ar":"أسئلة وتقسيط"},"icon":"note","series":"E","lane":"guide","is_sensitive":false,"expected_minutes":7,"target_minutes":10}]},{"group_id":"foretag","names":{"sv":"Företag","en":"Business","fi":"Yritykset","ar":"الشركات"},"examples":{"sv":"Tillstånd, tillsyn, mark","en":"Permits, checks, land","fi":"Luvat, valvonta, maa","ar":"التصاريح والتفتيش والأراضي"},"icon":"shop","series":"F","errands":[{"errand_id":"foretagslots","names":{"sv":"Företagslots","en":"Business guide","fi":"Yritysneuvoja","ar":"مرشد الشركات"},"hints":{"sv":"Starta, växa, lokal, mark","en":"Start, grow, premises","fi":"Perusta, kasva, toimitila","ar":"تأسيس ونمو ومقر"},"icon":"shop","series":"F","lane":"specialist","is_sensitive":false,"expected_minutes":20,"target_minutes":15},{"errand_id":"miljo-och-livsmedel","names":{"sv":"Miljö och livsmedel","en":"Environment and food","fi":"Ympäristö ja ruoka","ar":"البيئة والغذاء"},"hints":{"sv":"Anmäla, tillstånd, tillsyn","en":"Register, permit, checks","fi":"Ilmoita, lupa, valvonta","ar":"تسجيل وتصريح وتفتيش"},"icon":"check","series":"F","lane":"specialist","is_sensitive":false,"expected_minutes":14,"target_minutes":20},{"errand_id":"servering","names":{"sv":"Servering och evenemang","en":"Serving and events","fi":"Anniskelu ja tapahtumat","ar":"التقديم والفعاليات"},"hints":{"sv":"Alkohol, tobak, torghandel","en":"Alcohol, tobacco, markets","fi":"Alkoholi, tupakka, torit","ar":"الكحول والتبغ والأسواق"},"icon":"ticket","series":"F","lane":"specialist","is_sensitive":false,"expected_minutes":14,"target_minutes":20}]},{"group_id":"nagot-annat","names":{"sv":"Något annat","en":"Something else","fi":"Jotain muuta","ar":"شيء آخر"},"examples":{"sv":"Snabb fråga, vet inte","en":"Quick question, not sure","fi":"Nopea kysymys, en tiedä","ar":"سؤال سريع أو لست متأكدا"},"icon":"question","series":"G","errands":[{"errand_id":"snabb-fraga","names":{"sv":"Snabb fråga","en":"Quick question","fi":"Nopea kysymys","ar":"سؤال سريع"},"hints":{"sv":"Några minuter, lämna in","en":"A few minutes, hand in","fi":"Muutama minuutti, jätä asia","ar":"بضع دقائق أو تسليم أوراق"},"icon":"clock","series":"G","lane":"guide","is_sensitive":false,"expected_minutes":3,"target_minutes":5},{"errand_id":"digital-hjalp","names":{"sv":"Hjälp med digitalt","en":"Digital help","fi":"Apua verkkoasiointiin","ar":"مساعدة رقمية"},"hints":{"sv":"E-tjänst, skriva ut, skanna","en":"Online service, print, scan","fi":"Verkkopalvelu, tulostus","ar":"الخدمات الإلكترونية والطباعة"},"icon":"screen","series":"G","lane":"guide","is_sensitive":false,"expected_minutes":15,"target_minutes":15},{"errand_id":"traffa-en-person","names":{"sv":"Träffa en person","en":"Meet a person","fi":"Tapaa henkilö","ar":"مقابلة شخص"},"hints":{"sv":"Du vet vem du söker","en":"You know who to see","fi":"Tiedät, kenet tapaat","ar":"تعرف من تريد مقابلته"},"icon":"people","series":"G","lane":"guide","is_sensitive":false,"expected_minutes":4,"target_minutes":5},{"errand_id":"bokad-tid","names":{"sv":"Bokad tid","en":"Booked time","fi":"Varattu aika","ar":"موعد محجوز"},"hints":{"sv":"Säg till att du är här","en":"Tell us you are here","fi":"Ilmoittaudu tässä","ar":"أخبرنا أنك هنا"},"icon":"calendar","series":"G","lane":"guide","is_sensitive":false,"expected_minutes":20,"target_minutes":5},{"errand_id":"prata-med-oss","names":{"sv":"Prata med oss","en":"Talk to us","fi":"Puhu kanssamme","ar":"تحدث معنا"},"hints":{"sv":"Om du inte vet vart du ska","en":"If you do not know where","fi":"Jos et tiedä, minne mennä","ar":"إذا كنت لا تعرف إلى أين"},"icon":"human","series":"G","lane":"guide","is_sensitive":false,"expected_minutes":7,"target_minutes":10}]}],"desks":[{"desk_id":"disk-1","sign":"1","direction":"left","names":{"sv":"Disk 1","en":"Desk 1","fi":"Palvelupiste 1","ar":"مكتب 1"}},{"desk_id":"disk-2","sign":"2","direction":"left","names":{"sv":"Disk 2","en":"Desk 2","fi":"Palvelupiste 2","ar":"مكتب 2"}},{"desk_id":"disk-3","sign":"3","direction":"ahead","names":{"sv":"Disk 3","en":"Desk 3","fi":"Palvelupiste 3","ar":"مكتب 3"}},{"desk_id":"disk-4","sign":"4","direction":"ahead","names":{"sv":"Disk 4","en":"Desk 4","fi":"Palvelupiste 4","ar":"مكتب 4"}},{"desk_id":"disk-5","sign":"5","direction":"right","names":{"sv":"Disk 5","en":"Desk 5","fi":"Palvelupiste 5","ar":"مكتب 5"}},{"desk_id":"rum-6","sign":"6","direction":"right","names":{"sv":"Samtalsrum 6","en":"Quiet room 6","fi":"Keskusteluhuone 6","ar":"غرفة هادئة 6"}}],"profiles":[{"profile_id":"vagledare","names":{"sv":"Vägledare","en":"Guide","fi":"Neuvoja","ar":"مرشد"},"errands":["snabb-fraga","digital-hjalp","traffa-en-person","bokad-tid","prata-med-oss","avfall","vatten-och-gata","forskola","skolskjuts","jobb-och-praktik","faktura-och-avgift"]},{"profile_id":"bygg-och-foretag","names":{"sv":"Bygg och företag","en":"Building and business","fi":"Rakentaminen ja yritykset","ar":"البناء والشركات"},"errands":["bygglov","tomt-och-karta","vatten-och-gata","foretagslots","miljo-och-livsmedel","servering","bokad-tid"]},{"profile_id":"stod-och-ekonomi","names":{"sv":"Stöd och ekonomi","en":"Support and money","fi":"Tuki ja talous","ar":"الدعم والمال"},"errands":["aldre-och-hemtjanst","funktionsstod","familj-och-socialtjanst","god-man","ekonomiskt-bistand","budget-och-skulder","jobb-och-praktik","bokad-tid"]},{"profile_id":"skola-och-vuxna","names":{"sv":"Skola och vuxna","en":"School and adults","fi":"Koulu ja aikuiset","ar":"المدرسة والكبار"},"errands":["forskola","skola-och-fritids","skolskjuts","vuxna-och-sfi","faktura-och-avgift","snabb-fraga","prata-med-oss","bokad-tid"]}],"hours":[{"day":0,"opens":"00:00","closes":"04:00"},{"day":0,"opens":"04:00","closes":"23:59"},{"day":1,"opens":"00:00","closes":"04:00"},{"day":1,"opens":"04:00","closes":"23:59"},{"day":2,"opens":"00:00","closes":"04:00"},{"day":2,"opens":"04:00","closes":"23:59"},{"day":3,"opens":"00:00","closes":"04:00"},{"day":3,"opens":"04:00","closes":"23:59"},{"day":4,"opens":"00:00","closes":"04:00"},{"day":4,"opens":"04:00","closes":"23:59"},{"day":5,"opens":"00:00","closes":"04:00"},{"day":5,"opens":"04:00","closes":"23:59"},{"day":6,"opens":"00:00","closes":"04:00"},{"day":6,"opens":"04:00","closes":"23:59"}],"head_starts":{"priority":20,"booked":60,"returning":10},"board_is_public":true}',1795319864658680);
CREATE TABLE desks (
	branch_id VARCHAR(40) NOT NULL, 
	desk_id VARCHAR(40) NOT NULL, 
	clerk VARCHAR(36), 
	profile VARCHAR(40), 
	is_paused INTEGER NOT NULL, 
	ready_since BIGINT, 
	since BIGINT NOT NULL, 
	ticket_id VARCHAR(36), 
	CONSTRAINT pk_desks PRIMARY KEY (branch_id, desk_id), 
	CONSTRAINT fk_desks_branch_id FOREIGN KEY(branch_id) REFERENCES branches (branch_id)
);
INSERT INTO "desks" VALUES('ekvik','disk-2',NULL,NULL,0,NULL,1795319864658680,NULL);
INSERT INTO "desks" VALUES('ekvik','rum-6',NULL,NULL,0,NULL,1795319864658680,NULL);
INSERT INTO "desks" VALUES('ekvik','disk-3',NULL,NULL,0,NULL,1795319864658680,NULL);
INSERT INTO "desks" VALUES('ekvik','disk-5',NULL,NULL,0,NULL,1795319864658680,NULL);
INSERT INTO "desks" VALUES('ekvik','disk-4',NULL,NULL,0,NULL,1795319864658680,NULL);
INSERT INTO "desks" VALUES('ekvik','disk-1','ekvik-clerk','vagledare',0,1795319868568258,1795319868568258,NULL);
CREATE TABLE device_seen (
	device_id VARCHAR(36) NOT NULL, 
	at BIGINT NOT NULL, 
	printer VARCHAR(20), 
	program VARCHAR(200), 
	CONSTRAINT pk_device_seen PRIMARY KEY (device_id)
);
INSERT INTO "device_seen" VALUES('b6962583-0c38-5dcc-b819-1de48747401d',1795319865571298,NULL,'kolapp-display 0.1.0');
INSERT INTO "device_seen" VALUES('df08a019-b2b4-5514-b0bc-ac45fa5a2aa5',1795319864992826,'ok','kolapp-kiosk 0.1.0');
CREATE TABLE devices (
	device_id VARCHAR(36) NOT NULL, 
	branch_id VARCHAR(40) NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	token_hash BLOB NOT NULL, 
	pairing_number INTEGER, 
	paired_at BIGINT NOT NULL, 
	revoked_at BIGINT, 
	CONSTRAINT pk_devices PRIMARY KEY (device_id), 
	CONSTRAINT uq_devices_token_hash UNIQUE (token_hash)
);
INSERT INTO "devices" VALUES('60da9e11-158e-5b62-a41d-0f6442a100db','ekvik','kiosk','kiosk',X'32A44DEFCEFD21831E5DCF1B3CA9ECCFC80EAD790A86E134AB29AEA9459F5507',1,1795319864744144,NULL);
INSERT INTO "devices" VALUES('74cefdef-8db4-5b94-bd49-befd231b456d','ekvik','display','display',X'9A9B7397412701F8BB66BFA6550F636227C382C88E10447273B5F714CCB25F92',NULL,1795319864764020,NULL);
INSERT INTO "devices" VALUES('8f5db89d-e44c-516d-9e91-0ec1fff36b06','ekvik','facility','facility_device',X'59E588FA95904A87FB0C2E287F48A9DAD18BC7BE3A829BAC286BE6E43C97310A',NULL,1795319864772181,NULL);
INSERT INTO "devices" VALUES('082dff78-a63a-5032-92df-525cdab80e21','ekvik','printer','printer',X'75C7B8CAE23952A730A721F388709ACE3E251BDE0FBA1A41CED9A374C4BE35FA',NULL,1795319864788230,NULL);
INSERT INTO "devices" VALUES('df08a019-b2b4-5514-b0bc-ac45fa5a2aa5','ekvik','kiosk','kiosk',X'31FE51608D5A9C3ACAB80874FDCBC9B2EEC3A194BF858B9E5B410BD502838E60',7,1795319864835544,NULL);
INSERT INTO "devices" VALUES('b6962583-0c38-5dcc-b819-1de48747401d','ekvik','display','display',X'F79938058F4A3980783BFAE578ADA059FC16651C8F30404E7DBD4FF886F27C02',NULL,1795319864844198,NULL);
CREATE TABLE journal (
	branch_id VARCHAR(40) NOT NULL, 
	epoch INTEGER NOT NULL, 
	seq BIGINT NOT NULL, 
	at BIGINT NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	body TEXT NOT NULL, 
	actor VARCHAR(60), 
	CONSTRAINT pk_journal PRIMARY KEY (branch_id, epoch, seq), 
	CONSTRAINT fk_journal_branch_id FOREIGN KEY(branch_id) REFERENCES branches (branch_id)
)
 WITHOUT ROWID

;
INSERT INTO "journal" VALUES('ekvik',1,1,1795319864658680,'BranchConfigured','{"at":"2026-11-22T03:57:44.658680Z","rules":{"time_zone":"Europe/Stockholm","human_errand":"prata-med-oss","errands":[{"errand_id":"bygglov","group_id":"bygga-och-bo","series":"A","expected_minutes":18,"target_minutes":20},{"errand_id":"tomt-och-karta","group_id":"bygga-och-bo","series":"A","expected_minutes":12,"target_minutes":20},{"errand_id":"avfall","group_id":"bygga-och-bo","series":"A","expected_minutes":6,"target_minutes":10},{"errand_id":"vatten-och-gata","group_id":"bygga-och-bo","series":"A","expected_minutes":7},{"errand_id":"forskola","group_id":"barn-och-skola","series":"C","expected_minutes":10},{"errand_id":"skola-och-fritids","group_id":"barn-och-skola","series":"C","expected_minutes":12,"target_minutes":20},{"errand_id":"skolskjuts","group_id":"barn-och-skola","series":"C","expected_minutes":8},{"errand_id":"vuxna-och-sfi","group_id":"barn-och-skola","series":"C","expected_minutes":15,"target_minutes":20},{"errand_id":"aldre-och-hemtjanst","group_id":"stod-och-omsorg","series":"D","expected_minutes":15},{"errand_id":"funktionsstod","group_id":"stod-och-omsorg","series":"D","expected_minutes":18},{"errand_id":"familj-och-socialtjanst","group_id":"stod-och-omsorg","series":"D","expected_minutes":20,"target_minutes":10},{"errand_id":"god-man","group_id":"stod-och-omsorg","series":"D","expected_minutes":14,"target_minutes":20},{"errand_id":"ekonomiskt-bistand","group_id":"pengar-och-jobb","series":"E","expected_minutes":16},{"errand_id":"budget-och-skulder","group_id":"pengar-och-jobb","series":"E","expected_minutes":20,"target_minutes":20},{"errand_id":"jobb-och-praktik","group_id":"pengar-och-jobb","series":"E","expected_minutes":12,"target_minutes":20},{"errand_id":"faktura-och-avgift","group_id":"pengar-och-jobb","series":"E","expected_minutes":7,"target_minutes":10},{"errand_id":"foretagslots","group_id":"foretag","series":"F","expected_minutes":20},{"errand_id":"miljo-och-livsmedel","group_id":"foretag","series":"F","expected_minutes":14,"target_minutes":20},{"errand_id":"servering","group_id":"foretag","series":"F","expected_minutes":14,"target_minutes":20},{"errand_id":"snabb-fraga","group_id":"nagot-annat","series":"G","expected_minutes":3,"target_minutes":5},{"errand_id":"digital-hjalp","group_id":"nagot-annat","series":"G","expected_minutes":15},{"errand_id":"traffa-en-person","group_id":"nagot-annat","series":"G","expected_minutes":4,"target_minutes":5},{"errand_id":"bokad-tid","group_id":"nagot-annat","series":"G","expected_minutes":20,"target_minutes":5},{"errand_id":"prata-med-oss","group_id":"nagot-annat","series":"G","expected_minutes":7,"target_minutes":10}],"profiles":[{"profile_id":"vagledare","errands":["snabb-fraga","digital-hjalp","traffa-en-person","bokad-tid","prata-med-oss","avfall","vatten-och-gata","forskola","skolskjuts","jobb-och-praktik","faktura-och-avgift"]},{"profile_id":"bygg-och-foretag","errands":["bygglov","tomt-och-karta","vatten-och-gata","foretagslots","miljo-och-livsmedel","servering","bokad-tid"]},{"profile_id":"stod-och-ekonomi","errands":["aldre-och-hemtjanst","funktionsstod","familj-och-socialtjanst","god-man","ekonomiskt-bistand","budget-och-skulder","jobb-och-praktik","bokad-tid"]},{"profile_id":"skola-och-vuxna","errands":["forskola","skola-och-fritids","skolskjuts","vuxna-och-sfi","faktura-och-avgift","snabb-fraga","prata-med-oss","bokad-tid"]}],"desks":["disk-1","disk-2","disk-3","disk-4","disk-5","rum-6"],"hours":[{"day":0,"opens":"00:00:00","closes":"04:00:00"},{"day":0,"opens":"04:00:00","closes":"23:59:00"},{"day":1,"opens":"00:00:00","closes":"04:00:00"},{"day":1,"opens":"04:00:00","closes":"23:59:00"},{"day":2,"opens":"00:00:00","closes":"04:00:00"},{"day":2,"opens":"04:00:00","closes":"23:59:00"},{"day":3,"opens":"00:00:00","closes":"04:00:00"},{"day":3,"opens":"04:00:00","closes":"23:59:00"},{"day":4,"opens":"00:00:00","closes":"04:00:00"},{"day":4,"opens":"04:00:00","closes":"23:59:00"},{"day":5,"opens":"00:00:00","closes":"04:00:00"},{"day":5,"opens":"04:00:00","closes":"23:59:00"},{"day":6,"opens":"00:00:00","closes":"04:00:00"},{"day":6,"opens":"04:00:00","closes":"23:59:00"}]}}',NULL);
INSERT INTO "journal" VALUES('ekvik',1,2,1795319864658680,'DayStarted','{"at":"2026-11-22T03:57:44.658680Z","service_day":"2026-11-22"}',NULL);
INSERT INTO "journal" VALUES('ekvik',1,3,1795319865052482,'TicketIssued','{"at":"2026-11-22T03:57:45.052482Z","ticket_id":"01920000-0000-7000-8000-000000000001","number":"A001","series":"A","errand":"bygglov","kind":"walk_in","language":"sv","turn_time":"2026-11-22T03:57:45.052482Z","device":"df08a019-b2b4-5514-b0bc-ac45fa5a2aa5","first_touch_at":"2026-11-22T08:00:00Z"}','df08a019-b2b4-5514-b0bc-ac45fa5a2aa5');
INSERT INTO "journal" VALUES('ekvik',1,4,1795319865186917,'TicketIssued','{"at":"2026-11-22T03:57:45.186917Z","ticket_id":"01920000-0000-7000-8000-000000000002","number":"G001","series":"G","errand":"prata-med-oss","kind":"priority","language":"ar","turn_time":"2026-11-22T03:37:45.186917Z","needs":["more_time"],"device":"df08a019-b2b4-5514-b0bc-ac45fa5a2aa5"}','df08a019-b2b4-5514-b0bc-ac45fa5a2aa5');
INSERT INTO "journal" VALUES('ekvik',1,5,1795319865248012,'TicketIssued','{"at":"2026-11-22T03:57:45.248012Z","ticket_id":"01920000-0000-7000-8000-000000000003","number":"A002","series":"A","errand":"bygglov","kind":"walk_in","language":"sv","turn_time":"2026-11-22T03:57:45.248012Z","device":"df08a019-b2b4-5514-b0bc-ac45fa5a2aa5"}','df08a019-b2b4-5514-b0bc-ac45fa5a2aa5');
INSERT INTO "journal" VALUES('ekvik',1,6,1795319865308307,'TicketIssued','{"at":"2026-11-22T03:57:45.308307Z","ticket_id":"01920000-0000-7000-8000-000000000004","number":"A003","series":"A","errand":"bygglov","kind":"walk_in","language":"sv","turn_time":"2026-11-22T03:57:45.308307Z","device":"df08a019-b2b4-5514-b0bc-ac45fa5a2aa5"}','df08a019-b2b4-5514-b0bc-ac45fa5a2aa5');
INSERT INTO "journal" VALUES('ekvik',1,7,1795319865419152,'TicketPrinted','{"at":"2026-11-22T03:57:45.419152Z","ticket_id":"01920000-0000-7000-8000-000000000001","result":"confirmed"}','df08a019-b2b4-5514-b0bc-ac45fa5a2aa5');
INSERT INTO "journal" VALUES('ekvik',1,8,1795319865440243,'TicketPrinted','{"at":"2026-11-22T03:57:45.440243Z","ticket_id":"01920000-0000-7000-8000-000000000002","result":"unknown"}','df08a019-b2b4-5514-b0bc-ac45fa5a2aa5');
INSERT INTO "journal" VALUES('ekvik',1,9,1795319865460293,'TicketPrinted','{"at":"2026-11-22T03:57:45.460293Z","ticket_id":"01920000-0000-7000-8000-000000000003","result":"failed"}','df08a019-b2b4-5514-b0bc-ac45fa5a2aa5');
INSERT INTO "journal" VALUES('ekvik',1,10,1795319865486908,'TicketCancelled','{"at":"2026-11-22T03:57:45.486908Z","ticket_id":"01920000-0000-7000-8000-000000000004"}','df08a019-b2b4-5514-b0bc-ac45fa5a2aa5');
INSERT INTO "journal" VALUES('ekvik',1,11,1795319865500555,'TicketBarred','{"at":"2026-11-22T03:57:45.500555Z","ticket_id":"01920000-0000-7000-8000-000000000005"}','df08a019-b2b4-5514-b0bc-ac45fa5a2aa5');
INSERT INTO "journal" VALUES('ekvik',1,12,1795319865748362,'TicketIssued','{"at":"2026-11-22T03:57:45.748362Z","ticket_id":"01920000-0000-7000-8000-000000000006","number":"A004","series":"A","errand":"bygglov","kind":"walk_in","language":"sv","turn_time":"2026-11-22T03:57:45.748362Z","device":"df08a019-b2b4-5514-b0bc-ac45fa5a2aa5"}','df08a019-b2b4-5514-b0bc-ac45fa5a2aa5');
INSERT INTO "journal" VALUES('ekvik',1,13,1795319866532673,'TicketIssued','{"at":"2026-11-22T03:57:46.532673Z","ticket_id":"01920000-0000-7000-8000-000000000007","number":"A005","series":"A","errand":"bygglov","kind":"walk_in","language":"sv","turn_time":"2026-11-22T03:57:46.532673Z","device":"df08a019-b2b4-5514-b0bc-ac45fa5a2aa5"}','df08a019-b2b4-5514-b0bc-ac45fa5a2aa5');
INSERT INTO "journal" VALUES('ekvik',1,14,1795319868477476,'DeskOpened','{"at":"2026-11-22T03:57:48.477476Z","desk":"disk-1","profile":"vagledare","clerk":"ekvik-clerk"}','ekvik-clerk');
INSERT INTO "journal" VALUES('ekvik',1,15,1795319868501856,'TicketCalled','{"at":"2026-11-22T03:57:48.501856Z","ticket_id":"01920000-0000-7000-8000-000000000002","desk":"disk-1"}','ekvik-clerk');
INSERT INTO "journal" VALUES('ekvik',1,16,1795319868568258,'ServingStarted','{"at":"2026-11-22T03:57:48.568258Z","ticket_id":"01920000-0000-7000-8000-000000000002"}','ekvik-clerk');
INSERT INTO "journal" VALUES('ekvik',1,17,1795319868568258,'TicketFinished','{"at":"2026-11-22T03:57:48.568258Z","ticket_id":"01920000-0000-7000-8000-000000000002","outcome":"solved"}','ekvik-clerk');
INSERT INTO "journal" VALUES('ekvik',1,18,1795319868568258,'DeskStoodReady','{"at":"2026-11-22T03:57:48.568258Z","desk":"disk-1"}','ekvik-clerk');
CREATE TABLE notes (
	note_id VARCHAR(36) NOT NULL, 
	ticket_id VARCHAR(36) NOT NULL, 
	branch_id VARCHAR(40) NOT NULL, 
	desk_id VARCHAR(40) NOT NULL, 
	text TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_notes PRIMARY KEY (note_id)
);
CREATE TABLE pairing_codes (
	code_hash BLOB NOT NULL, 
	branch_id VARCHAR(40) NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	ends_at BIGINT NOT NULL, 
	used_at BIGINT, 
	CONSTRAINT pk_pairing_codes PRIMARY KEY (code_hash)
);
CREATE TABLE print_jobs (
	job_id VARCHAR(36) NOT NULL, 
	branch_id VARCHAR(40) NOT NULL, 
	device_id VARCHAR(36) NOT NULL, 
	ticket_id VARCHAR(36), 
	slip TEXT NOT NULL, 
	asked_at BIGINT NOT NULL, 
	result VARCHAR(12), 
	CONSTRAINT pk_print_jobs PRIMARY KEY (job_id)
);
CREATE TABLE requests (
	branch_id VARCHAR(40) NOT NULL, 
	request_id VARCHAR(36) NOT NULL, 
	fingerprint BLOB NOT NULL, 
	seq BIGINT NOT NULL, 
	ticket_id VARCHAR(36), 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_requests PRIMARY KEY (branch_id, request_id)
)
 WITHOUT ROWID

;
INSERT INTO "requests" VALUES('ekvik','01920000-0000-7000-8000-000000000001',X'2AE12F88046A605B56FF9A0E428484DE',3,'01920000-0000-7000-8000-000000000001',1795319865052482);
INSERT INTO "requests" VALUES('ekvik','01920000-0000-7000-8000-000000000002',X'08F3229CB28084BB6BB278F756AB029F',4,'01920000-0000-7000-8000-000000000002',1795319865186917);
INSERT INTO "requests" VALUES('ekvik','01920000-0000-7000-8000-000000000003',X'BC2AAFAB21672AF3D45415DA088782E7',5,'01920000-0000-7000-8000-000000000003',1795319865248012);
INSERT INTO "requests" VALUES('ekvik','01920000-0000-7000-8000-000000000004',X'0F9AA1922F98E8CCDE8DBE41D7C54D15',6,'01920000-0000-7000-8000-000000000004',1795319865308307);
INSERT INTO "requests" VALUES('ekvik','01920000-0000-7000-8000-000000000006',X'3E5B0C6C6B82DC96629208852019C78C',12,'01920000-0000-7000-8000-000000000006',1795319865748362);
INSERT INTO "requests" VALUES('ekvik','01920000-0000-7000-8000-000000000007',X'B360C845635DC5A677B05F51404D7A63',13,'01920000-0000-7000-8000-000000000007',1795319866532673);
INSERT INTO "requests" VALUES('ekvik','171673ad-d4ff-4c4e-9df2-47cc6bf01f9e',X'B529E63B333767CEB93AEFB1003B1AA8',15,'01920000-0000-7000-8000-000000000002',1795319868501856);
INSERT INTO "requests" VALUES('ekvik','3becfe40-3e7f-4ea8-940c-899d14d5615b',X'0A09215EB1C9C9A35D14D2020519E9DD',11,'01920000-0000-7000-8000-000000000005',1795319865500555);
INSERT INTO "requests" VALUES('ekvik','3d21828b-1308-4880-9797-fc32e2bf5a3b',X'C68B31C20991A000455B9D1D38746EB0',8,'01920000-0000-7000-8000-000000000002',1795319865440243);
INSERT INTO "requests" VALUES('ekvik','52569ee5-3d69-4537-9af1-451b521463b3',X'A177612A1283504F2F8A9FE84ADD864E',9,'01920000-0000-7000-8000-000000000003',1795319865460293);
INSERT INTO "requests" VALUES('ekvik','6a3561a6-d3f7-4507-8634-196e3a5f18ce',X'E06A75D8C151C1AAD75F3BBE1F26D7EC',2,NULL,1795319864658680);
INSERT INTO "requests" VALUES('ekvik','a1155fa7-d15a-4d28-8cbc-0680bd581262',X'4F7DEEE16DFE2D210A5D1DF87B33CE79',10,'01920000-0000-7000-8000-000000000004',1795319865486908);
INSERT INTO "requests" VALUES('ekvik','d033f2fb-647d-41d2-a1c7-858a4e7911aa',X'6899D9EFD40DE7A1AC6BCABB86B2E5F9',14,NULL,1795319868477476);
INSERT INTO "requests" VALUES('ekvik','d093d7ff-d56e-40e9-aeb2-8b0d486e94a8',X'3CB57535CDD4389776D40228CBF6E333',7,'01920000-0000-7000-8000-000000000001',1795319865419152);
INSERT INTO "requests" VALUES('ekvik','ecf0fb2d-db2c-4886-9fce-fdbb8aaf8e2c',X'A549367AEAAE7EC7476F927F7F326918',18,NULL,1795319868568258);
CREATE TABLE secrets (
	ticket_id VARCHAR(36) NOT NULL, 
	branch_id VARCHAR(40) NOT NULL, 
	secret_hash BLOB NOT NULL, 
	dies_at BIGINT NOT NULL, 
	CONSTRAINT pk_secrets PRIMARY KEY (ticket_id)
);
INSERT INTO "secrets" VALUES('01920000-0000-7000-8000-000000000001','ekvik',X'217F9694CF725DCB8F9AE010BDA3B294B603B1FF50A2DA89D1BB197D268984D2',1795402800000000);
INSERT INTO "secrets" VALUES('01920000-0000-7000-8000-000000000002','ekvik',X'217F9694CF725DCB8F9AE010BDA3B294B603B1FF50A2DA89D1BB197D268984D2',1795402800000000);
INSERT INTO "secrets" VALUES('01920000-0000-7000-8000-000000000003','ekvik',X'217F9694CF725DCB8F9AE010BDA3B294B603B1FF50A2DA89D1BB197D268984D2',1795402800000000);
INSERT INTO "secrets" VALUES('01920000-0000-7000-8000-000000000004','ekvik',X'217F9694CF725DCB8F9AE010BDA3B294B603B1FF50A2DA89D1BB197D268984D2',1795402800000000);
INSERT INTO "secrets" VALUES('01920000-0000-7000-8000-000000000006','ekvik',X'217F9694CF725DCB8F9AE010BDA3B294B603B1FF50A2DA89D1BB197D268984D2',1795402800000000);
INSERT INTO "secrets" VALUES('01920000-0000-7000-8000-000000000007','ekvik',X'217F9694CF725DCB8F9AE010BDA3B294B603B1FF50A2DA89D1BB197D268984D2',1795402800000000);
CREATE TABLE sessions (
	token_hash BLOB NOT NULL, 
	clerk_id VARCHAR(36) NOT NULL, 
	csrf VARCHAR(43) NOT NULL, 
	began_at BIGINT NOT NULL, 
	ends_at BIGINT NOT NULL, 
	revoked_at BIGINT, 
	CONSTRAINT pk_sessions PRIMARY KEY (token_hash), 
	CONSTRAINT fk_sessions_clerk_id FOREIGN KEY(clerk_id) REFERENCES staff (clerk_id)
);
INSERT INTO "sessions" VALUES(X'08D65171A3B5935434D532BE22887CCCA16B3E10DB1D6AC007F232C6F9E0D041','ekvik-clerk','wSIKkiNINkC8qPY5edEYHh7lM0_lSv38g_DX1FuW77A',1795319864792178,1795363064792178,NULL);
INSERT INTO "sessions" VALUES(X'19616E07A9090B55462340F4E304A63CAF5E6D1211EC2433C9C8CD916DE5363A','ekvik-manager','7VimXOXLMyMLLymZ0MxEKasWSWbTqjLsdOgqNYLg6Ts',1795319864812188,1795363064812188,NULL);
INSERT INTO "sessions" VALUES(X'2939B4F0BBF22434CFA6E93140A483D453CC92C0ADD2B75A9A1606C274FF2DA8','ekvik-facility','ERZUtybMPtNzCAf5bJ9heB34bJPeHEgiSTRLB0EHrlg',1795319864816113,1795363064816113,NULL);
INSERT INTO "sessions" VALUES(X'D907F62F4265E4885C75C403E97696A7C1375AD75E687A3B77C367B27D04CB05','ekvik-admin','9SuYVV1RlnyExPzIICVicIq2EN8YCKmXUglgS5-xhiQ',1795319864828118,1795363064828118,NULL);
CREATE TABLE staff (
	clerk_id VARCHAR(36) NOT NULL, 
	branch_id VARCHAR(40) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	password_hash VARCHAR(200) NOT NULL, 
	is_active INTEGER DEFAULT '1' NOT NULL, 
	failures INTEGER DEFAULT '0' NOT NULL, 
	slow_until BIGINT, 
	CONSTRAINT pk_staff PRIMARY KEY (clerk_id), 
	CONSTRAINT uq_staff_name UNIQUE (name)
);
INSERT INTO "staff" VALUES('ekvik-clerk','ekvik','ekvik clerk','clerk','no password',1,0,NULL);
INSERT INTO "staff" VALUES('ekvik-manager','ekvik','ekvik manager','manager','no password',1,0,NULL);
INSERT INTO "staff" VALUES('ekvik-facility','ekvik','ekvik facility','facility','no password',1,0,NULL);
INSERT INTO "staff" VALUES('ekvik-admin','ekvik','ekvik admin','admin','no password',1,0,NULL);
CREATE TABLE tickets (
	ticket_id VARCHAR(36) NOT NULL, 
	branch_id VARCHAR(40) NOT NULL, 
	service_day DATE NOT NULL, 
	number VARCHAR(12) NOT NULL, 
	status VARCHAR(12) NOT NULL, 
	errand VARCHAR(40) NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	language VARCHAR(12) NOT NULL, 
	needs VARCHAR(200) NOT NULL, 
	turn_time BIGINT NOT NULL, 
	turn_seq BIGINT NOT NULL, 
	desk VARCHAR(40), 
	device VARCHAR(36), 
	issued_at BIGINT NOT NULL, 
	since BIGINT NOT NULL, 
	first_touch_at BIGINT, 
	first_called_at BIGINT, 
	called_at BIGINT, 
	times_called INTEGER NOT NULL, 
	absences INTEGER NOT NULL, 
	legs INTEGER NOT NULL, 
	outcome VARCHAR(12), 
	CONSTRAINT pk_tickets PRIMARY KEY (ticket_id), 
	CONSTRAINT fk_tickets_branch_id FOREIGN KEY(branch_id) REFERENCES branches (branch_id)
);
INSERT INTO "tickets" VALUES('01920000-0000-7000-8000-000000000001','ekvik','2026-11-22','A001','waiting','bygglov','walk_in','sv','',1795319865052482,3,NULL,'df08a019-b2b4-5514-b0bc-ac45fa5a2aa5',1795319865052482,1795319865052482,1795334400000000,NULL,NULL,0,0,1,NULL);
INSERT INTO "tickets" VALUES('01920000-0000-7000-8000-000000000002','ekvik','2026-11-22','G001','done','prata-med-oss','priority','ar','more_time',1795318665186917,4,'disk-1','df08a019-b2b4-5514-b0bc-ac45fa5a2aa5',1795319865186917,1795319868568258,NULL,1795319868501856,1795319868501856,1,0,1,'solved');
INSERT INTO "tickets" VALUES('01920000-0000-7000-8000-000000000003','ekvik','2026-11-22','A002','waiting','bygglov','walk_in','sv','',1795319865248012,5,NULL,'df08a019-b2b4-5514-b0bc-ac45fa5a2aa5',1795319865248012,1795319865248012,NULL,NULL,NULL,0,0,1,NULL);
INSERT INTO "tickets" VALUES('01920000-0000-7000-8000-000000000004','ekvik','2026-11-22','A003','cancelled','bygglov','walk_in','sv','',1795319865308307,6,NULL,'df08a019-b2b4-5514-b0bc-ac45fa5a2aa5',1795319865308307,1795319865486908,NULL,NULL,NULL,0,0,1,NULL);
INSERT INTO "tickets" VALUES('01920000-0000-7000-8000-000000000006','ekvik','2026-11-22','A004','waiting','bygglov','walk_in','sv','',1795319865748362,12,NULL,'df08a019-b2b4-5514-b0bc-ac45fa5a2aa5',1795319865748362,1795319865748362,NULL,NULL,NULL,0,0,1,NULL);
INSERT INTO "tickets" VALUES('01920000-0000-7000-8000-000000000007','ekvik','2026-11-22','A005','waiting','bygglov','walk_in','sv','',1795319866532673,13,NULL,'df08a019-b2b4-5514-b0bc-ac45fa5a2aa5',1795319866532673,1795319866532673,NULL,NULL,NULL,0,0,1,NULL);
CREATE INDEX ix_journal_kind ON journal (branch_id, kind, epoch, seq) WHERE kind IN ('DayStarted', 'BranchConfigured', 'NoticePosted');
CREATE UNIQUE INDEX uq_tickets_active_at_desk ON tickets (branch_id, desk) WHERE status IN ('called', 'serving');
CREATE UNIQUE INDEX uq_tickets_number ON tickets (branch_id, service_day, number);
CREATE INDEX ix_notes_ticket_id ON notes (ticket_id);
CREATE INDEX ix_print_jobs_device_id ON print_jobs (device_id);
CREATE INDEX ix_sessions_clerk_id ON sessions (clerk_id);
CREATE INDEX ix_devices_branch_id ON devices (branch_id);
COMMIT;
