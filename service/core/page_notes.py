"""Openings of notes beside an article that are as long as one of its paragraphs: how it came about, its rights.

A podcast's description, a note on the text's making, an e-mail that may not be shown well. No paragraph of an article
opens so, thus they count where an appeal of that length would not: each goes on until nothing else can follow ("views
expressed in" may be those of a poll, "views of the author" those of the authorities). Openings are casefolded keys.
"""

from __future__ import annotations

from typing import Final

from service.core.openings import Openings
from service.core.vocabulary import phrases

_SHOWN: Final = """
view this email; having trouble viewing; if you are having trouble viewing; if this email does not
email not displaying
falls diese e-mail nicht; falls diese mail nicht; wenn diese e-mail nicht; sollte diese e-mail nicht
wird diese e-mail nicht; falls dieser newsletter nicht; wird dieser newsletter nicht
si cet e-mail ne s'affiche; si cette lettre ne s'affiche; si ce message ne s'affiche; si ce courriel ne s'affiche
si vous ne visualisez pas; si vous n'arrivez pas à lire ce
si no ve correctamente; si no ves correctamente; si no puede ver este; si no visualiza; si no visualizas
wordt deze e-mail niet; kunt u deze e-mail niet; wordt deze nieuwsbrief niet; bekijk deze e-mail
se non vedi correttamente; se non visualizzi; se non riesci a vedere questa; se non riesci a visualizzare
se não consegue ver; se não consegue visualizar; se não visualiza; caso não consiga visualizar; caso não visualize
jika email ini tidak; jika surel ini tidak; bila email ini tidak
nếu email này không; nếu bạn không xem được email; nếu bạn không xem được thư; nếu thư này không hiển thị
если письмо отображается; если письмо не отображается; если вы не видите это письмо; письмо отображается некорректно
如果您无法正常; 如果无法正常显示; 如邮件无法; 如果邮件无法; 若無法正常; 如無法正常; 若您無法正常
このメールが正しく表示; メールが正しく表示され; 正しく表示されない場合
이 메일이 잘 안; 이 메일이 보이지; 메일이 정상적으로 보이지; 메일이 잘 보이지
"""
"""A newsletter that its reader's program may not show, in the order en de fr es nl it pt id vi ru zh ja ko as below."""
_MADE: Final = """
this audio was generated; this audio is generated; this summary was generated; this summary was created
this article was created with; this article was generated; this article was written with the help of ai
this transcript was edited for
this transcript was generated; this transcript has been edited for; transcript provided by
transcripts are created; transcripts may be updated
the authors' views are their own; the author's views are his; the author's views are her
the author's views are their own; the views of the author are not; the views of the author do not
the views of the authors are not; the views of the authors do not; the views in this article are
the views in this article do not
the editors reserve the right; notes to editors:; note to editors:
der bericht gibt ausschließlich die meinung; der beitrag gibt ausschließlich die meinung
der artikel gibt ausschließlich die meinung; dieser beitrag gibt ausschließlich die meinung
der bericht gibt ausschliesslich die meinung; der beitrag gibt ausschliesslich die meinung
der artikel gibt ausschliesslich die meinung; dieser beitrag gibt die meinung; dieser beitrag gibt nicht die meinung
leserbriefe geben nicht; hinweis: leserbriefe; die redaktion behält sich; transparenzhinweis:
dieser text wurde mithilfe; dieser text wurde mit hilfe; dieser text wurde automatisch
diese zusammenfassung wurde automatisch; diese zusammenfassung wurde mit; diese zusammenfassung wurde von ki
dieser beitrag wurde unter; dieses audio wurde automatisch; dieses audio wurde mit; dieses audio wurde künstlich
diese audioversion wurde
résumé généré par; ce résumé a été généré; cet article a été généré; cet article a été rédigé avec l'aide
la lecture audio de; la version audio de cet article; les opinions exprimées dans cet article
les opinions exprimées dans cette tribune
les opinions exprimées dans ce texte; les opinions exprimées dans cette chronique; la rédaction se réserve
este resumen ha sido generado; este resumen ha sido elaborado; este resumen fue generado; este resumen fue elaborado
resumen generado; este audio ha sido generado; las opiniones vertidas en este; las opiniones vertidas en esta
este artículo no refleja necesariamente; este texto no refleja necesariamente; la redacción se reserva
deze samenvatting is gemaakt; deze samenvatting is gegenereerd; deze samenvatting is automatisch
dit artikel is gemaakt met; dit artikel is geschreven met behulp van ai; de redactie behoudt zich
deze audio is gegenereerd; de mening in dit artikel
questo riassunto è stato generato; questo riassunto è stato creato; riassunto generato
questo audio è stato generato; questo articolo è stato generato
le opinioni espresse in questo articolo; le opinioni espresse in questo testo
le opinioni espresse in questa rubrica; la redazione si riserva
este texto não reflete necessariamente; este artigo não reflete necessariamente; este resumo foi gerado
este resumo foi criado; resumo gerado; este áudio foi gerado
a redação reserva-se; a redação se reserva
ringkasan ini dibuat dengan; ringkasan ini dibuat oleh mesin; artikel ini dibuat dengan bantuan
audio ini dibuat dengan bantuan; audio ini dibuat secara otomatis; redaksi menerima hak; redaksi berhak
tulisan ini tidak mencerminkan pandangan redaksi; tulisan ini tidak mencerminkan sikap redaksi
isi tulisan di luar
tòa soạn không chịu; toà soạn không chịu; bản tóm tắt này được tạo; nội dung tóm tắt được tạo
bài viết được tạo bởi ai
nội dung cuộc phỏng vấn đã được biên tập
мнение редакции может не; мнение автора может не; мнение автора не обязательно; редакция не несёт; редакция не несет
редакция оставляет за собой; этот текст создан с помощью; краткое содержание создано
本文由人工智能; 本文由ai; 本文仅代表; 本文僅代表; 以上内容仅代表; 以上內容僅代表; 本摘要由; 摘要由ai
この要約はai; この要約は生成ai; この要約は自動; この記事はai; この記事は生成ai; 本記事はai; この音声は自動
記事の要約はai
본 기사는 보도자료; 이 칼럼은 외부; 이 글은 외부 필진; 본 칼럼은 외부; 외부 필진의; 본 저작물은
이 저작물은 공공누리; 이 저작물은 출처; 이 저작물은 크리에이티브; 공공누리
이 요약은 ai; 이 요약은 인공지능; 이 요약은 자동; 이 기사는 ai; 본 기사는 ai
"""
"""How the text came about, who answers for it, under which licence it stands."""
_PROGRAMME: Final = """
in this episode, we; in this episode we; in this week's episode; in today's episode, ; listen to this episode
in dieser folge spricht; in dieser folge sprechen; in dieser folge geht es; in dieser folge erzähl
hören sie dieses gespräch; hören sie dazu; hören sie auch unseren; hören sie hier; diese folge hören
abonniert uns
dans ce nouvel épisode du podcast; dans ce nouvel épisode de notre; dans ce nouvel épisode, nous
[podcast] dans; écoutez cet épisode; écoutez notre podcast; découvrez dans cette vidéo
en este episodio hablamos; escucha este episodio; escucha nuestro pódcast; escuche nuestro podcast
in deze aflevering spreken; in deze aflevering praat; in deze aflevering hoor; beluister deze aflevering
in questa puntata; ascolta la puntata; ascolta il podcast; guarda il servizio; guarda il video
neste episódio do podcast; ouça este episódio; ouça o podcast; dalam episode ini; simak episode; dengarkan episode
trong tập podcast; trong số podcast; в этом выпуске мы; в этом выпуске ведущ; в этом выпуске подкаст
слушайте на всех платформах
слушайте новый выпуск
本期节目; 本期播客; この動画では; 本期節目; 이번 에피소드에서; 이 기사를 음성으로
"""
"""What a programme to hear or watch that belongs to the article is about."""
_ASKED: Final = """
thanks for reading; this post is public; forward this email; forward this newsletter; to unsubscribe
register now for our; to receive the bulletin; to receive the newsletter; to receive our newsletter
for media queries, please; for media enquiries, please; is there content that you would like
spendenkonto:; spendenkonto iban; spenden erbitten wir; empfohlener redaktioneller inhalt
hier finden sie inhalte von; testen sie unser
haben sie anregungen; lesen sie jetzt unbegrenzt; unser newsletter informiert; leiten sie diesen newsletter
faites un don; aidez-nous à continuer; vous avez trouvé une erreur; créez une alerte; transférez cette lettre
si no desea recibir más noticias; si no desea recibir más correos; si no desea recibir este
si no desea recibir nuestro
si no deseas recibir más noticias; si no deseas recibir más correos; si no deseas recibir este
si no deseas recibir nuestro; reenvía este boletín; haz un donativo; haga un donativo
wilt u deze nieuwsbrief; stuur deze nieuwsbrief; doneer nu; steun ons met
inoltra questa; se vuoi sostenere; se non vuoi più ricevere; ti è stata utile; fai una donazione
encaminhe esta edição; encaminhe este boletim; se quiser receber as próximas; se quiser receber este boletim
se quiser receber esta newsletter
se quiser receber a newsletter; se quiser receber a nossa; se quiser receber as nossas
se não quiser receber este; se não quiser receber esta; se não quiser receber mais mensagens; faça uma doação
jika tidak ingin menerima email; jika tidak ingin menerima surel; jika tidak ingin menerima buletin
teruskan buletin; anda dapat membeli foto
bạn thấy bài viết này; nếu không muốn nhận thư; nếu không muốn nhận email; nếu không muốn nhận bản tin
hãy chia sẻ bài viết
ставьте лайк; хотите предложить тему; хотите узнавать о; чтобы отписаться; если вы не хотите получать; перешлите это
перешлите письмо; перешлите рассылку
如不想再收到; このページに関するアンケート; 配信停止は
ご感想は、; 더 이상 받고 싶지 않으시; 수신을 원하지; 오늘 레터 어땠
"""
"""What the outlet asks of its reader in a whole sentence."""
_NOTES: Final = Openings(phrases(_SHOWN), phrases(_MADE), phrases(_PROGRAMME), phrases(_ASKED))
_LONGEST: Final = 260  # code points


def is_page_note(line: str, folded: str) -> bool:
    """Whether a line opens as a note of a page on its text, its letter or its programme does.

    Args:
        line: the line as written.
        folded: its key.
    """
    return len(line) <= _LONGEST and _NOTES.open(folded)
