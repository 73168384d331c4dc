"""Whole texts of short licences as patterns over plain words; only names may differ.

Source: texts of MIT, MIT-0, BSD-2-Clause and BSD-3-Clause in the SPDX License List 3.27. The texts
they are searched in are made by `sbom.license_signs.words`.
"""

from sbom.lazy_pattern import lazy

_NUMBER = r"(?:(?:[1-4]|a|b|c|i|ii|iii) )?"
_BSD_HEAD = (
    " redistribution and use in source and binary forms with or without modification are permitted"
    rf" provided that the following conditions are met {_NUMBER}redistributions of source code"
    rf" must retain"
    r" the above copyright notice this list of conditions and the following disclaimer"
    rf" {_NUMBER}redistributions in binary form must reproduce the above copyright notice this"
    rf" list of"
    r" conditions and the following disclaimer in the documentation and or other materials"
    r" provided with"
    rf" the distribution {_NUMBER}"
)
_BSD_NAMES = (
    r"(?:neither (?:the )?names? of .{1,300}? may|the names? of .{1,300}? may not) be used to"
    r" endorse or"
    r" promote products derived from this software without (?:specific )?prior written permission "
)
_BSD_TAIL = (
    r"this software is provided by .{1,300}? as is and any express or implied warranties"
    r" including but not"
    r" limited to the implied warranties of merchantability and fitness for a particular purpose"
    r" are"
    r" disclaimed in no event shall .{1,300}? be liable for any direct indirect incidental"
    r" special exemplary"
    r" or consequential damages including but not limited to procurement of substitute goods or"
    r" services"
    r" loss of use data or profits or business interruption however caused and on any theory of"
    r" liability"
    r" whether in contract strict liability or tort including negligence or otherwise arising in"
    r" any way out"
    r" of the use of this software even if advised of the possibility of such damages? "
)
BSD_OTHERS = (
    "patent",
    "you are under no obligation whatsoever",
    "views and conclusions",
    "nuclear",
    "commons clause",
    "alternatively",
    "export laws",
    "redistributions in any form",
)
BSD_NEEDS = ("redistribution and use in source and binary forms with or without modification",)
"""Looked for before the pattern, so that it is compiled (3 ms) only for a text that may fit."""
MIT_NEEDS = ("permission is hereby granted free of charge to any person obtaining a copy",)
_GRANT = (
    " permission is hereby granted free of charge to any person obtaining a copy of this"
    " software and"
    " associated documentation files the software to deal in the software without restriction"
    " including"
    " without limitation the rights to use copy modify merge publish distribute sublicense and"
    " or sell"
    " copies of the software and to permit persons to whom the software is furnished to do so"
)
_MIT_KEEP = (
    r" subject to the following conditions the above copyright notice and this permission notice"
    r" (?:including the next paragraph )?shall be included in all copies or substantial portions"
    r" of the"
    r" software"
)
_MIT_TAIL = (
    r" the software is provided as is without warranty of any kind express or implied including"
    r" but not"
    r" limited to the warranties of merchantability fitness for a particular purpose and non"
    r" ?infringement"
    r" in no event shall .{1,300}? be liable for any claim damages or other liability whether in"
    r" an action of"
    r" contract tort or otherwise arising from out of or in connection with the software or the"
    r" use or other"
    r" dealings in the software "
)
MIT_OTHERS = (
    "except as contained in this notice",
    "commons clause",
    "functional source license",
    "this agreement shall be governed",
    "good not evil",
)

MIT = lazy(_GRANT + _MIT_KEEP + _MIT_TAIL)
MIT_0 = lazy(_GRANT + _MIT_TAIL)
BSD_3 = lazy(_BSD_HEAD + _BSD_NAMES + _BSD_TAIL)
BSD_2 = lazy(_BSD_HEAD + _BSD_TAIL)
