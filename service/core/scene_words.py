"""The words of captions that say what a picture shows: people, what they are seen doing, what only a report says."""

from __future__ import annotations

from typing import Final, NamedTuple


class SceneWords(NamedTuple):
    """One language's expressions: people, what they are seen doing, words that a caption does not need."""

    people: str
    seen: str
    reports: str


LANGUAGES: Final = (
    SceneWords(  # English
        "ministers?|ambassadors?|presidents?|premiers?|delegates|participants|students|pupils|children|visitors|guests"
        "|artists|dancers|musicians|performers|officials|leaders|representatives|members|soldiers|sailors|officers"
        "|volunteers|workers|farmers|residents|villagers|fans|supporters|players|substitute|tourists|experts|speakers"
        "|women|men|girls|boys|winners|diplomats|secretary|chairman|chairwoman|director|governor"
        "|mayor|mayors|councillors?|consuls?|envoys?|diplomats?|generals?|colonels?|professors?|heads?"
        "|chiefs?|senators?|deput(?:y|ies)|judges?|lawyers?|owners?|authors?|organi[sz]ers?|curators?"
        r"|pilots?|seafarers?|spokes\w+|ceo|writers?|painters?|scientists?|engineers?|astronauts?"
        "|veterans?|pilgrims|worshippers|shoppers|passengers|commuters|protesters|miners|firefighters"
        "|rescuers|teachers?|nurses?|doctors?|fishermen|sculptors?|chefs?|cooks?"
        "|craftsm[ae]n|weavers?|actors?|singers?|king|queen|prince|princess|pope|bishop|monks?|candidates?"
        "|teams?|crew|captain|goalkeeper|striker|coach|trainees|interns|cadets|apprentices|pilots|agronomists|technicians"
        "|customers|vendors|spouses|families|couples?|choir|scholars|translators?|interpreters?|negotiators?",
        "speaks?|addresses|poses?|shakes? hands|meets?|attends?|performs?|sings?|dances?|presents?|hands?"
        " over|exchanges?"
        "|receives?|signs?|greets?|welcomes?|waves?|watch(?:es)?|listens?|visits?|inspects?|plants?|cuts?|lays?|lights?"
        "|celebrates?|casts?|votes?|tr(?:y|ies)|tastes?|drinks?|eats?|serves?|buys?|picks?|holds?"
        " up|shows? (?:off|round|around)|carr(?:y|ies)|rides?|arrives?|boards?|reads?|writes?|draws?"
        "|paints?|plays?|practi[sc]es?|prays?|bows?|hugs?|embraces?|smiles?|laughs?|points?"
        " (?:at|to)|talks? (?:to|with)|chats?|rests?|repairs?|harvests?|weaves?|sews?|unveils?|inaugurates?|opens"
        " the|toasts?|lifts?|raises?|kick(?:s)?|jump(?:s)?|run(?:s)? past|applauds?|stands?|sits?"
        "|walks?|delivers?|chairs|chair (?:the|an?)|moderates?|takes?"
        " part|tours?"
        "|tosses|demonstrates?|cheers?|looks? (?:on|at)|queues?|wait|waits|stirs?|examines?|observes?|compares?|studies"
        "|study|discuss(?:es)?|practi[sc]es?|browses?|sorts?|pours?|hangs?|fold|folds|wears?",
        "will|would|has|have|had|was|were|said|says|must|can|could|should|every|each|often|usually|now|still|also|not"
        "|since|because|but|if|when|may|might|twice|once|today|tomorrow|yesterday|week|month|year|never|always|who|which|that|is|are|be"
        "|do|does|did|most|many|some|or|you|your|wanted|asked|told|added|agreed|announced|explained|thanked|urged|let",
    ),
    SceneWords(  # German
        r"\w*minister(?:in|innen|präsident)?|\w*botschafter(?:in)?|\w*präsident(?:in)?"
        r"|delegierten?|teilnehmer(?:innen)?"
        r"|\w*schüler(?:innen)?|student(?:en|innen)|studierende|kinder|besucher(?:innen)?|gäste|künstler(?:innen)?"
        r"|tänzer(?:innen)?|musiker(?:innen)?|vertreter(?:innen)?|mitglieder|soldaten"
        r"|matrosen|freiwillige|arbeiter(?:innen)?"
        r"|bauern|bewohner(?:innen)?|fans|spieler(?:innen)?|touristen|experten|redner(?:innen)?|frauen|männer|mädchen"
        r"|jugendliche|direktor(?:in)?|genosse|genossin|abgeordneten?|\w*bürgermeister(?:in)?|\w*konsul(?:in)?"
        r"|general(?:in)?|professor(?:in)?|\w*chef(?:in)?|senator(?:in)?|richter(?:in)?|anwält\w+"
        r"|autor(?:in)?|seeleute|sprecher(?:in)?|forscher(?:innen)?|ingenieur\w*|astronaut(?:in)?"
        r"|veteranen|pilger|passagiere|pendler|demonstranten|feuerwehrleute|retter|\w*leiter(?:in)?"
        r"|vorsitzende[rn]?"
        r"|lehrer(?:in|innen)?|ärzte|ärztin|fischer|köche|koch|köchin|sänger(?:in)?|könig(?:in)?"
        r"|papst|bischof|mönche|kandidat(?:en|in)?|mannschaft|torwart|trainer(?:in)?|kapitän"
        r"|stürmer|angestellte|\w*lehrlinge|auszubildende|kadetten|kundinnen|kunden|händler(?:innen)?|ehepaare?|familien"
        r"|chor|übersetzer(?:innen)?|dolmetscher(?:innen)?|agronomen|techniker(?:innen)?|helfer(?:innen)?|delegation"
        r"|\w*direktor(?:in|en)?|\w*rät(?:in|e)|\w*gäste|\w*meister(?:in)?|näher(?:innen)?|weber(?:innen)?",
        "spricht|sprechen|posier(?:t|en)|schüttel(?:t|n)|überreich(?:t|en)|empfäng?t|begrüß(?:t|en)|unterzeichne(?:t|n)"
        "|zeig(?:t|en)|tanz(?:t|en)|sing(?:t|en)|besichtig(?:t|en)|besuch(?:t|en)|eröffnet|leitet|hält|verfolg(?:t|en)"
        "|stimmen ab|jubel(?:t|n)|feier(?:t|n)|wink(?:t|en)|tauschen|stell(?:t|en) sich|stehen|sitzen"
        "|leg(?:t|en)|pflanz(?:t|en)"
        "|applaudieren|präsentier(?:t|en)|probier(?:t|en)|kost(?:et|en)|trink(?:t|en)|isst|essen"
        "|serviert|servieren|kauf(?:t|en)|trag(?:en)|trägt|lies?t|schreib(?:t|en)|mal(?:t|en)|spiel(?:t|en)"
        "|bet(?:et|en)|umarm(?:t|en)|lächel(?:t|n)|lach(?:t|en)|plauder(?:t|n)|repariert|ernten|enthüll(?:t|en)"
        "|hebt|heben|warte(?:t|n)|rühr(?:t|en)|prüf(?:t|en)|beobachte(?:t|n)|vergleich(?:t|en)|betrachte(?:t|n)|üb(?:t|en)"
        "|schneide(?:t|n)|führt|erklär(?:t|en)|bestaun(?:t|en)|näh(?:t|en)|web(?:t|en)|sortier(?:t|en)|unterhalten sich"
        "|tausch(?:t|en)|mustern|entdecken|knüpf(?:t|en)|bieg(?:t|en)|steck(?:t|en)",
        "wird|werden|hat|haben|hatte|hatten|war|waren|ist|sind|sagte|muss|müssen|kann|können|soll"
        "|sollen|jeden|jede|jedes"
        "|oft|meist|heute|morgen|gestern|noch|auch|nicht|weil|dass|wenn|aber|seit|will|wollen|nun|künftig",
    ),
    SceneWords(  # French
        r"(?:vice-)?ministres?|(?:vice-)?président\w*|ambassad\w+|délégué\w*|participants?|élèves|étudiants?|enfants"
        r"|visiteurs|invités|artistes|danseu\w+|musiciens|responsables|représentants|membres|soldats|marins|officiers"
        r"|bénévoles|ouvriers|paysans|habitants|supporters|joueurs|touristes|experts|intervenants"
        r"|femmes|hommes|jeunes|maires?|adjoints?|consuls?|généra(?:l|ux)|professeu\w+|chefs?|sénat\w+"
        r"|député\w*|juges?|avocat\w*|auteu\w+|porte-parole|chercheu\w+|ingénieurs?|astronautes?"
        r"|vétérans|pèlerins|passagers|manifestants|pompiers|sauveteurs|directeurs?|directrice|enseignants?"
        r"|infirmi\w+|médecins?|pêcheurs?"
        r"|cuisini\w+|chanteu\w+|roi|reine|pape|évêque|moines?|candidat\w*|équipe|gardien"
        r"|entraîneur|capitaine|attaquant|artisan\w*|stagiaires|apprentis|cadets|client\w*|vendeu\w+|couples?|familles"
        r"|chœur|traduct\w+|interprètes?|agronomes?|technicien\w*|délégation|attachée?s?|conseill\w+|tisseu\w+"
        r"|écoli\w+",
        "posent|pose|serrent|présente(?:nt)?|remet(?:tent)?|reçoi(?:t|vent)|accueill(?:e|ent)|signe(?:nt)?"
        "|danse(?:nt)?|chante(?:nt)?"
        "|visite(?:nt)?|échangent|prononce|préside|assistent|applaudissent|votent|défilent|salue(?:nt)?"
        "|interprète(?:nt)?|dépose(?:nt)?"
        "|plante(?:nt)?|célèbrent|écoutent|regardent|goûte(?:nt)?|boi(?:t|vent)|mange(?:nt)?|servent"
        "|sert|achète(?:nt)?|porte(?:nt)?|lit|lisent|écri(?:t|vent)|peignent|peint|joue(?:nt)?|prie(?:nt)?"
        "|embrasse(?:nt)?|souri(?:t|ent)|discutent|tisse(?:nt)?|répare(?:nt)?|récolte(?:nt)?|dévoile(?:nt)?"
        "|inaugure(?:nt)?|brandi(?:t|ssent)|découvre(?:nt)?|observe(?:nt)?|attend(?:ent)?|examine(?:nt)?|compare(?:nt)?"
        "|prépare(?:nt)?|admire(?:nt)?|étudie(?:nt)?|montre(?:nt)?|patiente(?:nt)?|s'entraîne(?:nt)?|s'exerce(?:nt)?"
        "|répète(?:nt)?|trie(?:nt)?|cou(?:d|sent)|offre(?:nt)?|parcour(?:t|ent)|inspecte(?:nt)?",
        "a|ont|est|sont|avait|avaient|était|étaient|sera|seront|doit|doivent|peut|peuvent|dit|chaque"
        "|tous|toutes|souvent"
        "|toujours|aussi|encore|pas|car|mais|si|quand|depuis|qui|que",
    ),
    SceneWords(  # Spanish
        r"(?:vice)?ministr\w+|embajador\w*|(?:vice)?president\w+|canciller|delegad\w+"
        r"|participantes|alumn\w+|estudiantes"
        r"|niñ[oa]s|visitantes|invitados|artistas|bailar\w+|músicos|dirigentes|representantes|miembros|soldados|marinos"
        r"|oficiales|voluntarios|trabajador\w+|agricultor\w+|vecinos|habitantes|aficionados"
        r"|jugador\w+|turistas|expertos"
        r"|ponentes|mujeres|hombres|jóvenes|autoridades|alcald\w+|concejal\w*|cónsul\w*|general\w*"
        r"|jef[ea]s?|senador\w*|diputad\w+|juez|jueza|abogad\w+|autor\w*|portavoz|investigador\w*"
        r"|ingenier\w+|astronauta|veteranos|peregrinos|pasajeros|manifestantes|bomberos|rescatistas"
        r"|director\w*|secretari[oa]|maestr\w+"
        r"|profesor\w*|enfermer\w+|médic\w+|pescador\w*|cociner\w+|cantante\w*|rey|reina"
        r"|papa|obispo|monjes?|candidat\w+|equipo|portero|entrenador\w*|capitán|delantero"
        r"|artesan\w+|becari\w+|aprendices|cadetes|client\w+|vendedor\w*|parejas?|familias|coro|traductor\w*"
        r"|intérpretes?|agrónom\w+|técnic[oa]s|delegación|camarada|compañer[oa]|viceprimer\w*|tejedor\w+|costurer\w+",
        "posan?|estrechan?|saludan?|entregan?|reciben?|firman?|bailan?|cantan?|visitan?|intercambian|asisten|aplauden"
        "|votan|desfilan|interpretan?|presentan?|pronuncia|preside|interviene|celebran|observan|recorren?|plantan?"
        "|conversan|depositan?|condecoran?|prueban?|beben?|comen?|sirven?|compran?|llevan?|leen?"
        "|escriben?|pintan?|juegan?|rezan?|abrazan?|sonríen?|charlan|tejen?|reparan?|cosechan?|inauguran?"
        "|muestran?|alzan?|regalan?|examinan?|esperan?|comparan?|ensayan?|aprenden?|miran?|contemplan?|inspeccionan?"
        "|hilan?|cosen?|seleccionan?|ofrecen?|estudian?|practican?|ofrendan?|revisan?",
        "ha|han|es|son|fue|fueron|era|eran|será|serán|debe|deben|puede|pueden|dijo|cada|todos|todas|siempre|también|aún"
        "|no|pero|si|cuando|desde|porque|que",
    ),
    SceneWords(  # Italian
        r"(?:vice)?ministr\w+|ambasciat\w+|president\w+|delegat\w+|partecipanti|alunn\w+"
        r"|student\w+|bambin\w+|visitatori"
        r"|ospiti|artist\w+|baller\w+|musicisti|dirigenti|rappresentanti|membri|soldati"
        r"|marinai|ufficiali|volontari|operai"
        r"|contadini|abitanti|tifosi|giocatori|turisti|esperti|relatori|donne|uomini|giovani"
        r"|ragazz\w+|sindac\w+|console|consoli|generale|professor\w*|capo|senator\w+|deputat\w+|giudice"
        r"|avvocat\w+|autor\w+|portavoce|marittimi|ricercator\w+|ingegner\w+|astronauta|veterani"
        r"|pellegrini|passeggeri|manifestanti|vigili|soccorritori|direttor\w+|direttrice|segretari[oa]"
        r"|assessor\w*|insegnant\w+|infermier\w+|medic\w+|pescator\w+"
        r"|cuoc\w+|chef|cantant\w+|re|regina|papa|vescovo|monaci|candidat\w+|squadra|portiere"
        r"|allenator\w+|capitano|attaccante|artigian\w+|tirocinanti|apprendisti|cadetti|client\w+|venditor\w+|coppi[ae]"
        r"|famiglie|coro|traduttor\w+|interpret[ei]|agronom\w+|tecnici|delegazione|filatric\w+|tessitric\w+",
        "posano|in posa|stringe|stringono|consegnano|consegna|riceve|ricevono|firmano|ballano|cantano|visitano"
        "|scambiano"
        "|assistono|applaudono|votano|sfilano|interpretano|presentano|pronuncia|presiede|interviene"
        "|festeggiano|osservano|assaggia(?:no)?|beve|bevono|mangia(?:no)?|serve|servono|compra(?:no)?"
        "|porta(?:no)?|legge|leggono|scrive|scrivono|dipinge|dipingono|gioca(?:no)?|prega(?:no)?"
        "|abbraccia(?:no)?|sorride|sorridono|chiacchierano|tesse|tessono|ripara(?:no)?|inaugura(?:no)?"
        "|mostra(?:no)?|alza(?:no)?"
        "|salutano|saluta|depongono|osserva|esamina(?:no)?|attend(?:e|ono)|confronta(?:no)?|prova(?:no)?|ammira(?:no)?"
        "|studia(?:no)?|prepara(?:no)?|cuc(?:e|iono)|regala(?:no)?|visita|ispeziona(?:no)?|illustra(?:no)?",
        "ha|hanno|è|sono|era|erano|fu|sarà|saranno|deve|devono|può|possono|detto|ogni|tutti|tutte"
        "|sempre|anche|ancora|non"
        "|ma|se|quando|perché|che",
    ),
    SceneWords(  # Portuguese
        r"(?:vice-?)?ministr\w+|embaixador\w*|(?:vice-?)?president\w+|delegad\w+|participantes"
        r"|alunos|estudantes|crianças"
        r"|visitantes|convidados|artistas|bailarin\w+|dançarin\w+|músicos|dirigentes|representantes|membros|soldados"
        r"|marinheiros|oficiais|voluntários|trabalhador\w+|agricultor\w+|moradores|torcedores"
        r"|adeptos|jogador\w+|turistas"
        r"|especialistas|mulheres|homens|jovens|autoridades|prefeit\w+|vereador\w*|cônsul|cônsules"
        r"|general|chefe|senador\w*|deputad\w+|juiz|juíza|advogad\w+|autor\w*|porta-voz|marítimos"
        r"|pesquisador\w*|investigador\w*|engenheir\w+|astronauta|veteranos|peregrinos|passageiros"
        r"|manifestantes|bombeiros|diretor\w*|secretári[oa]|professor\w*"
        r"|enfermeir\w+|médic\w+|pescador\w*|cozinheir\w+|cantor\w*|rei|rainha|papa|bispo"
        r"|monges?|candidat\w+|equipa|equipe|goleiro|guarda-redes|treinador\w*|técnico"
        r"|capitão|atacante|artes[ãõ]\w*|estagiári\w+|aprendizes|cadetes|client\w+|vendedor\w*|casais|famílias|coro"
        r"|tradutor\w*|intérpretes?|agrónom\w+|agrônom\w+|técnic[oa]s|delegação|tecelã\w*|costureir\w+",
        "posam?|cumprimentam?|apertam|entregam?|recebem?|assinam?|dançam?|cantam?|visitam?|trocam|assistem|aplaudem"
        "|votam|desfilam|interpretam?|apresentam?|discursa|preside|celebram|comemoram|observam|plantam?"
        "|prov(?:a|am)|beb(?:e|em)|com(?:e|em)|serv(?:e|em)|compram?|carregam?|lê|leem|escrev(?:e|em)"
        "|pintam?|jog(?:a|am)|rez(?:a|am)|abraçam?|sorri(?:em)?|conversam|tec(?:e|em)|consertam?"
        "|inauguram?|mostram?|ergu(?:e|em)|examinam?|esperam?|comparam?|ensaiam?|aprendem?|olham?|contemplam?"
        "|inspecionam?|costuram?|oferecem?|estudam?|descarregam?|observa|visita",
        "tem|têm|é|são|foi|foram|era|eram|será|serão|deve|devem|pode|podem|disse|cada|todos|todas"
        "|sempre|também|ainda|não"
        "|mas|se|quando|porque|que",
    ),
    SceneWords(  # Dutch
        r"(?:vice)?minister\w*|(?:vice)?president\w*|ambassadeur\w*|afgevaardigden|deelnemers"
        r"|leerlingen|studenten|kinderen"
        r"|bezoekers|gasten|artiesten|dansers|muzikanten|leiders|vertegenwoordigers|leden"
        r"|soldaten|matrozen|vrijwilligers"
        r"|arbeiders|boeren|bewoners|fans|spelers|toeristen|experts|vrouwen|mannen|jongeren"
        r"|burgemeester\w*|wethouder\w*|consul\w*|generaal|hoogleraar|professor|hoofd|senator|kamerleden"
        r"|kamerlid|rechter|advocaat|auteur|woordvoerder|zeelieden|onderzoekers|ingenieurs|astronaut"
        r"|veteranen|pelgrims|passagiers|betogers|brandweerlieden|directeur|leraren|leraar|verpleegkundigen?"
        r"|artsen|vissers?"
        r"|koks?|zanger\w*|koning\w*|paus|bisschop|monniken|kandidat\w+|team|elftal|keeper"
        r"|trainer|aanvoerder|spits|stagiairs?|leerling\w*|cadetten|klanten|verkopers?|echtpa\w+|families|koor|vertalers?"
        r"|tolk(?:en)?|agronomen|technici|delegatie|lood\w+|schippers?|\w*directeur|\w*minister|wevers?|wandelaars",
        "poseren|poseert|schudden|schudt|overhandigt|overhandigen|reikt|reiken|ontvangt|ontvangen|begroet|begroeten"
        "|ondertekent|ondertekenen|dansen|danst|zingen|zingt|bezoekt|bezoeken|bezichtigen|luisteren"
        "|applaudisseren|stemmen"
        r"|spreekt|voeren|vieren|viert|planten|wisselen|maken|proe(?:ft|ven)|drinkt|drinken|eet|eten"
        r"|serve(?:ert|ren)|koopt|kopen|draagt|dragen|leest|lezen|schrijft|schrijven|schildert|speelt"
        r"|spelen|bidden|omhelst|omhelzen|lacht|lachen|glimlach\w+|praat"
        " met|kletsen|weeft|weven|repareert|onthult|onthullen|toont|tonen|juichen|juicht"
        "|oefent|oefenen|vaart|varen|vertaalt|vertalen|bekijkt|bekijken|wacht|wachten|vergelijkt|vergelijken|onderzoekt"
        "|onderzoeken|bestudeert|bestuderen|bewondert|bewonderen|inspecteert|inspecteren|snijdt|snijden|roert|roeren",
        "heeft|hebben|had|hadden|was|waren|is|zijn|wordt|worden|werd|zal|zullen|moet|moeten|kan|kunnen"
        "|zei|elke|elk|iedere"
        "|vaak|altijd|ook|nog|niet|maar|als|omdat|die|dat",
    ),
    SceneWords(  # Russian
        r"министр\w*|посол|послы|президент\w*|делегат\w*|участник\w*|участниц\w*|школьник\w*"
        r"|студент\w*|дети|гости|артист\w*"
        r"|танцор\w*|музыкант\w*|представител\w*|солдат\w*|моряк\w*|волонт[её]р\w*|жител\w*"
        r"|болельщик\w*|игрок\w*|турист\w*"
        r"|эксперт\w*|женщин\w*|девушк\w*|члены|ученики|мэр\w*|консул\w*|генерал\w*|профессор\w*"
        r"|глава|сенатор\w*|депутат\w*|судья|адвокат\w*|автор\w*|моряки|уч[её]н\w+|инженер\w*|космонавт\w*"
        r"|ветеран\w*|паломник\w*|пассажир\w*|демонстрант\w*|пожарн\w+|спасател\w*|директор\w*|начальник"
        r"|учител\w*|медсестр\w*|врач\w*"
        r"|рыбак\w*|повар\w*|певец|певица|король|королева|папа|епископ|монах\w*|кандидат\w*"
        r"|команда|вратарь|тренер\w*|капитан|нападающий|художник\w*|мастер\w*|стажёр\w*|стажер\w*|курсант\w*"
        r"|покупател\w*|продав\w+|семь[ия]|переводчи\w+|агроном\w*|делегаци[яи]|ткачих\w*|слушател\w*|рабочие",
        r"позиру\w+|пожимают?|вруча[её]т|вручают|подписывают|танцуют|исполня[ею]т|поют|осматрива[ею]т|приветству[ею]т"
        r"|аплодируют|голосуют|возлага[ею]т|фотографируются|обмениваются|выступает|пробу[ею]т"
        r"|пь[её]т|пьют|ест|едят|пода[ею]т|покупа[ею]т|нес[её]т|несут|чита[ею]т|пиш[еу]т"
        r"|рису[ею]т|игра[ею]т|молятся|обнима\w+|улыба\w+|смеются|бесед\w+|чинит|чинят"
        r"|откры(?:вает|вают)|показыва[ею]т|радуются|ликуют|рассматрива[ею]т|жд[её]т|ждут|сравнива[ею]т|изуча[ею]т"
        r"|знаком[ия]тся|наблюда[ею]т|готов[ия]т|да[её]т|дарит|дарят|репетиру[ею]т|собира[ею]т|шь[её]т|шьют",
        "был|была|были|будет|будут|сказал|сказала|заявил|сообщил|может|могут|должен|должны|каждый"
        "|часто|всегда|также|ещё"
        "|еще|не|но|если|когда|который|которые|что|сегодня|завтра|вчера",
    ),
    SceneWords(  # Indonesian
        "menteri|presiden|duta besar|delegasi|delegat|peserta|siswa|pelajar|mahasiswa|anak-anak|pengunjung|tamu|seniman"
        "|penari|pejabat|pemimpin|perwakilan|anggota|prajurit|relawan|pekerja|petani|warga|penggemar"
        "|pemain|wisatawan|wali"
        " kota|bupati|gubernur|konsul|jenderal|profesor|kepala|senator|hakim|pengacara|pelaut|awak"
        "|peneliti|insinyur|astronaut|veteran|peziarah|penumpang|direktur|sekretaris|guru|perawat"
        "|dokter|nelayan|koki|penyanyi|raja|ratu|paus|uskup|biksu"
        "|kandidat|tim|kiper|pelatih|kapten|penyerang|perajin|magang|kadet|pelanggan|pedagang|pasangan|keluarga"
        "|penerjemah|juru bahasa|teknisi|penenun|penjahit|anggota paduan suara",
        "berfoto|berpose|bersalaman|berjabat tangan|menampilkan|menyerahkan|menandatangani|meninjau|menyaksikan|menari"
        "|bernyanyi|melambaikan|menyambut|menyapa|membawakan|mencicipi|minum|makan|menyajikan|membeli|membawa|membaca"
        "|menulis|melukis|bermain|berdoa|memeluk|tersenyum|berbincang|menenun|memperbaiki|memanen"
        "|meresmikan|menunjukkan|mengangkat|merayakan|menerima (?!kunjungan)"
        "|menjalani|mengamati|memeriksa|membandingkan|menunggu"
        "|mempelajari|berlatih|melihat|menjahit|memilah|mendengarkan|berdiskusi",
        "akan|telah|sudah|mengatakan|kata|ujar|juga|setiap|selalu|harus|dapat|bisa|belum|masih|tidak|karena|tetapi|jika"
        "|bahwa|yang",
    ),
    SceneWords(  # Vietnamese
        "đại biểu|bộ trưởng|thứ trưởng|đại sứ|chủ tịch|phó chủ tịch|thủ tướng|phó thủ"
        " tướng|tổng bí thư|học sinh|sinh viên"
        "|các em|du khách|khách mời|nghệ sĩ|nghệ nhân|lãnh đạo|đại diện|chiến sĩ|tình"
        " nguyện viên|người dân|cổ động viên"
        "|cầu thủ|chuyên gia|ông|bà|đồng chí|giám đốc|phó giám đốc|tổng giám đốc|giáo"
        " sư|tiến sĩ|thị trưởng|giáo viên|thầy cô|y tá|lãnh sự|tổng lãnh sự|đại tướng|trung tướng"
        "|trưởng ban|trưởng đoàn|thẩm phán|luật sư|tác giả|thuyền viên|nhà khoa học|kỹ sư|phi hành gia"
        "|cựu chiến binh|hành khách|lính cứu hỏa|bí thư|phó bí thư|tỉnh trưởng|người phát ngôn|bác sĩ"
        "|ngư dân|đầu bếp|ca sĩ|nhà"
        " vua|hoàng hậu|giáo hoàng|nhà sư|ứng viên|thủ môn|huấn luyện viên|đội trưởng|tiền"
        " đạo|thợ|học viên|công nhân|nông dân|thực tập sinh|khách hàng|tiểu thương|gia đình|phiên dịch|cán bộ|chiến sỹ"
        "|đoàn viên|hội viên|diễn viên|nhân viên|bà con|trẻ em|thiếu nhi|đoàn công tác|phu nhân|kiều bào",
        "chụp ảnh|bắt tay|biểu diễn|phát biểu|trao quà|trao tặng|trao hoa|trao bằng|trao quyết định|trao kỷ niệm chương"
        "|trao cờ|tặng quà|tặng hoa|ký kết|tham quan|dâng hương|dâng hoa|cắt băng|bỏ phiếu|chủ"
        " trì|trình bày|chúc mừng|thưởng thức|nếm thử|chào đón|tiếp đón|vẫy tay|thăm hỏi|nếm|uống"
        "|ăn thử|phục vụ|mua|đọc"
        " sách|viết|vẽ|chơi|cầu nguyện|ôm|mỉm cười|trò chuyện|dệt|sửa chữa|thu hoạch|khai"
        " trương|giơ cao|ăn mừng|trao đổi với|nấu|luyện tập|kiểm tra|xem|gói bánh|múa|hát|trồng cây|tuần tra"
        "|hướng dẫn|lắng nghe|thảo luận tại|giơ biển|xếp hàng|chụp hình|nhận quà|nhận hoa|nhận bằng|ký biên bản|đứng",
        "đã|sẽ|cho biết|nhấn mạnh|khẳng định|cho rằng|đề nghị|yêu cầu|nhân dịp|cùng ngày|chiều|sáng|tối|ngày"
        "|cũng|phải|cần"
        "|không|nhưng|nếu|khi|vì|rằng|đang|được|các nước",
    ),
)
