"""Which language a passage is in, from its smallest words: Dutch, English, German or French."""

import re

_WORDS = {
    "nl": "de het een en van is zijn door voor niet met aan op te in dat die deze dit wordt worden "
    "bij tot uit naar om als indien tenzij of ook kan kunnen zal zullen heeft hebben partijen "
    "partij overeenkomst opdrachtgever leverancier onder ten ter artikel geen alle haar hem "
    "daarvan hierbij alsmede dan over tussen welke",
    "en": "the of and to in is are be by for not with any this that which shall will may or if "
    "unless as from such all its it on at party parties agreement customer provider section under "
    "other their has have was were an a",
    "de": "der die das und ist nicht mit von dem den des ein eine einer zu auf für wird werden "
    "oder bei nach durch sind im zur zum als auch wenn sowie",
    "fr": "le la les des et est une un du dans par pour que qui ne pas sur au aux avec ou sont "
    "être ce cette ces il elle",
}
_OF: dict[str, tuple[str, ...]] = {}
for _language, _text in _WORDS.items():
    for _word in _text.split():
        _OF[_word] = (*_OF.get(_word, ()), _language)
_TOKEN = re.compile(r"[a-zà-ÿ]+")
_ENOUGH = 3


def language_of(text: str) -> str:
    """ISO 639-1 code of the language, or empty where too few words tell.

    Args:
        text: A passage; only its first 3,000 characters are looked at.
    """
    counts = dict.fromkeys(_WORDS, 0)
    for word in _TOKEN.findall(text[:3000].lower()):
        for language in _OF.get(word, ()):
            counts[language] += 1
    first, second = sorted(counts, key=lambda c: -counts[c])[:2]
    if counts[first] < _ENOUGH or counts[first] < counts[second] * 1.3:
        return ""
    return first
