"""The classes of SPDX 3.0.1 with their members, as the JSON-LD form spells them.

A line of `CLASSES` is `name < parent: members`; `!` behind a member means required, `!2` at least two.
A parent's members are its children's too; `abstract` classes have no objects of their own. `MEMBERS`
says what a member holds, `*` when it may hold several: a word of `KINDS`, a vocabulary, or the class of
the object that is meant.

Source: SPDX 3.0.1 specification, model; its JSON-LD context (prefixes of names).
"""

import re
from functools import cache
from typing import NamedTuple

CLASSES = """\
abstract Element: creationInfo! name summary description comment verifiedUsing externalRef externalIdentifier extension
abstract Artifact < Element: originatedBy suppliedBy builtTime releaseTime validUntilTime standardName supportLevel
abstract ElementCollection < Element: element rootElement profileConformance
Bundle < ElementCollection: context
Bom < Bundle:
software_Sbom < Bom: software_sbomType
SpdxDocument < ElementCollection: import namespaceMap dataLicense
Agent < Element:
Organization < Agent:
Person < Agent:
SoftwareAgent < Agent:
Tool < Element:
IndividualElement < Element:
Annotation < Element: annotationType! subject! statement contentType
Relationship < Element: from! relationshipType! to! completeness startTime endTime
LifecycleScopedRelationship < Relationship: scope
CreationInfo: specVersion! created! createdBy! createdUsing comment
NamespaceMap: prefix! namespace!
ExternalMap: externalSpdxId! locationHint definingArtifact verifiedUsing
ExternalIdentifier: externalIdentifierType! identifier! comment identifierLocator issuingAuthority
ExternalRef: externalRefType locator contentType comment
DictionaryEntry: key! value
PositiveIntegerRange: beginIntegerRange! endIntegerRange!
abstract IntegrityMethod: comment
Hash < IntegrityMethod: algorithm! hashValue!
PackageVerificationCode < IntegrityMethod: algorithm! hashValue! packageVerificationCodeExcludedFile
software_ContentIdentifier < IntegrityMethod: software_contentIdentifierType! software_contentIdentifierValue!
abstract software_SoftwareArtifact < Artifact: software_primaryPurpose software_additionalPurpose \
 software_attributionText software_contentIdentifier software_copyrightText
software_Package < software_SoftwareArtifact: name! software_packageVersion software_downloadLocation \
 software_packageUrl software_homePage software_sourceInfo
software_File < software_SoftwareArtifact: name! software_fileKind contentType
software_Snippet < software_SoftwareArtifact: software_snippetFromFile! software_byteRange software_lineRange
ai_AIPackage < software_Package: ai_autonomyType ai_domain ai_energyConsumption ai_hyperparameter \
 ai_informationAboutApplication ai_informationAboutTraining ai_limitation ai_metric ai_metricDecisionThreshold \
 ai_modelDataPreprocessing ai_modelExplainability ai_safetyRiskAssessment ai_standardCompliance ai_typeOfModel \
 ai_useSensitivePersonalInformation
ai_EnergyConsumption: ai_trainingEnergyConsumption ai_finetuningEnergyConsumption ai_inferenceEnergyConsumption
ai_EnergyConsumptionDescription: ai_energyUnit! ai_energyQuantity!
dataset_DatasetPackage < software_Package: dataset_datasetType! dataset_anonymizationMethodUsed \
 dataset_confidentialityLevel dataset_dataCollectionProcess dataset_dataPreprocessing dataset_datasetAvailability \
 dataset_datasetNoise dataset_datasetSize dataset_datasetUpdateMechanism dataset_hasSensitivePersonalInformation \
 dataset_intendedUse dataset_knownBias dataset_sensor
build_Build < Element: build_buildType! build_buildId build_buildStartTime build_buildEndTime build_configSourceUri \
 build_configSourceEntrypoint build_configSourceDigest build_environment build_parameter
abstract simplelicensing_AnyLicenseInfo < Element:
simplelicensing_LicenseExpression < simplelicensing_AnyLicenseInfo: simplelicensing_licenseExpression! \
 simplelicensing_licenseListVersion simplelicensing_customIdToUri
simplelicensing_SimpleLicensingText < Element: simplelicensing_licenseText!
expandedlicensing_ConjunctiveLicenseSet < simplelicensing_AnyLicenseInfo: expandedlicensing_member!2
expandedlicensing_DisjunctiveLicenseSet < simplelicensing_AnyLicenseInfo: expandedlicensing_member!2
expandedlicensing_IndividualLicensingInfo < simplelicensing_AnyLicenseInfo:
expandedlicensing_WithAdditionOperator < simplelicensing_AnyLicenseInfo: \
 expandedlicensing_subjectExtendableLicense! expandedlicensing_subjectAddition!
abstract expandedlicensing_ExtendableLicense < simplelicensing_AnyLicenseInfo:
expandedlicensing_OrLaterOperator < expandedlicensing_ExtendableLicense: expandedlicensing_subjectLicense!
abstract expandedlicensing_License < expandedlicensing_ExtendableLicense: simplelicensing_licenseText! \
 expandedlicensing_isDeprecatedLicenseId expandedlicensing_isFsfLibre expandedlicensing_isOsiApproved \
 expandedlicensing_licenseXml expandedlicensing_obsoletedBy expandedlicensing_seeAlso \
 expandedlicensing_standardLicenseHeader expandedlicensing_standardLicenseTemplate
expandedlicensing_ListedLicense < expandedlicensing_License: expandedlicensing_listVersionAdded \
 expandedlicensing_deprecatedVersion
expandedlicensing_CustomLicense < expandedlicensing_License:
abstract expandedlicensing_LicenseAddition < Element: expandedlicensing_additionText! \
 expandedlicensing_isDeprecatedAdditionId expandedlicensing_licenseXml expandedlicensing_obsoletedBy \
 expandedlicensing_seeAlso expandedlicensing_standardAdditionTemplate
expandedlicensing_ListedLicenseException < expandedlicensing_LicenseAddition: expandedlicensing_listVersionAdded \
 expandedlicensing_deprecatedVersion
expandedlicensing_CustomLicenseAddition < expandedlicensing_LicenseAddition:
security_Vulnerability < Artifact: security_modifiedTime security_publishedTime security_withdrawnTime
abstract security_VulnAssessmentRelationship < Relationship: suppliedBy security_assessedElement \
 security_modifiedTime security_publishedTime security_withdrawnTime
security_CvssV2VulnAssessmentRelationship < security_VulnAssessmentRelationship: security_score! \
 security_vectorString!
security_CvssV3VulnAssessmentRelationship < security_VulnAssessmentRelationship: security_score! \
 security_vectorString! security_severity!
security_CvssV4VulnAssessmentRelationship < security_VulnAssessmentRelationship: security_score! \
 security_vectorString! security_severity!
security_EpssVulnAssessmentRelationship < security_VulnAssessmentRelationship: security_percentile! \
 security_probability!
security_ExploitCatalogVulnAssessmentRelationship < security_VulnAssessmentRelationship: security_catalogType! \
 security_exploited! security_locator!
security_SsvcVulnAssessmentRelationship < security_VulnAssessmentRelationship: security_decisionType!
abstract security_VexVulnAssessmentRelationship < security_VulnAssessmentRelationship: security_statusNotes \
 security_vexVersion
security_VexAffectedVulnAssessmentRelationship < security_VexVulnAssessmentRelationship: \
 security_actionStatement! security_actionStatementTime
security_VexFixedVulnAssessmentRelationship < security_VexVulnAssessmentRelationship:
security_VexNotAffectedVulnAssessmentRelationship < security_VexVulnAssessmentRelationship: \
 security_impactStatement security_impactStatementTime security_justificationType
security_VexUnderInvestigationVulnAssessmentRelationship < security_VexVulnAssessmentRelationship:
abstract extension_Extension:
extension_CdxPropertiesExtension < extension_Extension: extension_cdxProperty!
extension_CdxPropertyEntry: extension_cdxPropName! extension_cdxPropValue
"""
MEMBERS = """\
bool: expandedlicensing_isDeprecatedAdditionId expandedlicensing_isDeprecatedLicenseId expandedlicensing_isFsfLibre \
 expandedlicensing_isOsiApproved security_exploited
count: beginIntegerRange endIntegerRange
size: dataset_datasetSize
number: ai_energyQuantity security_percentile security_probability security_score
semver: specVersion simplelicensing_licenseListVersion
media: contentType
time: build_buildEndTime build_buildStartTime builtTime created endTime releaseTime security_actionStatementTime \
 security_impactStatementTime security_modifiedTime security_publishedTime security_withdrawnTime startTime \
 validUntilTime
uri: build_buildType build_configSourceUri* expandedlicensing_seeAlso* externalSpdxId identifierLocator* \
 locationHint namespace security_locator software_contentIdentifierValue software_downloadLocation \
 software_homePage software_packageUrl
any: extension*
Element: element* from rootElement* subject to*
Agent: createdBy* originatedBy* suppliedBy
Tool: createdUsing*
Artifact: definingArtifact
CreationInfo: creationInfo
DictionaryEntry: ai_hyperparameter* ai_metric* ai_metricDecisionThreshold* build_environment* build_parameter* \
 dataset_sensor* simplelicensing_customIdToUri*
ExternalIdentifier: externalIdentifier*
ExternalMap: import*
ExternalRef: externalRef*
Hash: build_configSourceDigest*
IntegrityMethod: verifiedUsing*
NamespaceMap: namespaceMap*
PositiveIntegerRange: software_byteRange software_lineRange
ai_EnergyConsumption: ai_energyConsumption
ai_EnergyConsumptionDescription: ai_finetuningEnergyConsumption* ai_inferenceEnergyConsumption* \
 ai_trainingEnergyConsumption*
extension_CdxPropertyEntry: extension_cdxProperty*
software_ContentIdentifier: software_contentIdentifier*
software_File: software_snippetFromFile
software_SoftwareArtifact: security_assessedElement
simplelicensing_AnyLicenseInfo: dataLicense expandedlicensing_member*
expandedlicensing_License: expandedlicensing_subjectLicense
expandedlicensing_ExtendableLicense: expandedlicensing_subjectExtendableLicense
expandedlicensing_LicenseAddition: expandedlicensing_subjectAddition
text: ai_domain* ai_informationAboutApplication ai_informationAboutTraining ai_limitation \
 ai_modelDataPreprocessing* ai_modelExplainability* ai_standardCompliance* ai_typeOfModel* build_buildId \
 build_configSourceEntrypoint* comment context dataset_anonymizationMethodUsed* dataset_dataCollectionProcess \
 dataset_dataPreprocessing* dataset_datasetNoise dataset_datasetUpdateMechanism dataset_intendedUse \
 dataset_knownBias* description expandedlicensing_additionText expandedlicensing_deprecatedVersion \
 expandedlicensing_licenseXml expandedlicensing_listVersionAdded expandedlicensing_obsoletedBy \
 expandedlicensing_standardAdditionTemplate expandedlicensing_standardLicenseHeader \
 expandedlicensing_standardLicenseTemplate extension_cdxPropName extension_cdxPropValue hashValue identifier \
 issuingAuthority key locator* name packageVerificationCodeExcludedFile* prefix security_actionStatement \
 security_impactStatement security_statusNotes security_vectorString security_vexVersion \
 simplelicensing_licenseExpression simplelicensing_licenseText software_attributionText* software_copyrightText \
 software_packageVersion software_sourceInfo standardName* statement summary value
"""
VOCABULARIES = {
    "ai_autonomyType": "yes no noAssertion",
    "ai_energyUnit": "kilowattHour megajoule other",
    "ai_safetyRiskAssessment": "serious high medium low",
    "ai_useSensitivePersonalInformation": "yes no noAssertion",
    "algorithm": (
        "adler32 blake2b256 blake2b384 blake2b512 blake3 crystalsDilithium crystalsKyber falcon md2 "
        "md4 md5 md6 other sha1 sha224 sha256 sha384 sha512 sha3_224 sha3_256 sha3_384 sha3_512"
    ),
    "annotationType": "other review",
    "completeness": "complete incomplete noAssertion",
    "dataset_confidentialityLevel": "red amber green clear",
    "dataset_datasetAvailability": "clickthrough directDownload query registration scrapingScript",
    "dataset_datasetType*": (
        "audio categorical graph image noAssertion numeric other sensor structured syntactic text "
        "timeseries timestamp video"
    ),
    "dataset_hasSensitivePersonalInformation": "yes no noAssertion",
    "externalIdentifierType": (
        "cpe22 cpe23 cve email gitoid other packageUrl securityOther swhid swid urlScheme"
    ),
    "externalRefType": (
        "altDownloadLocation altWebPage binaryArtifact bower buildMeta buildSystem "
        "certificationReport chat componentAnalysisReport cwe documentation dynamicAnalysisReport "
        "eolNotice exportControlAssessment funding issueTracker license mailingList mavenCentral "
        "metrics npm nuget other privacyAssessment productMetadata purchaseOrder "
        "qualityAssessmentReport releaseHistory releaseNotes riskAssessment runtimeAnalysisReport "
        "secureSoftwareAttestation securityAdversaryModel securityAdvisory securityFix securityOther "
        "securityPenTestReport securityPolicy securityThreatModel socialMedia sourceArtifact "
        "staticAnalysisReport support vcs vulnerabilityDisclosureReport "
        "vulnerabilityExploitabilityAssessment"
    ),
    "profileConformance*": (
        "ai build core dataset expandedLicensing extension lite security simpleLicensing software"
    ),
    "relationshipType": (
        "affects amendedBy ancestorOf availableFrom configures contains coordinatedBy copiedTo "
        "delegatedTo dependsOn descendantOf describes doesNotAffect expandsTo exploitCreatedBy "
        "fixedBy fixedIn foundBy generates hasAddedFile hasAssessmentFor hasAssociatedVulnerability "
        "hasConcludedLicense hasDataFile hasDeclaredLicense hasDeletedFile hasDependencyManifest "
        "hasDistributionArtifact hasDocumentation hasDynamicLink hasEvidence hasExample hasHost "
        "hasInput hasMetadata hasOptionalComponent hasOptionalDependency hasOutput hasPrerequisite "
        "hasProvidedDependency hasRequirement hasSpecification hasStaticLink hasTest hasTestCase "
        "hasVariant invokedBy modifiedBy other packagedBy patchedBy publishedBy reportedBy "
        "republishedBy serializedInArtifact testedOn trainedOn underInvestigationFor usesTool"
    ),
    "scope": "build design development other runtime test",
    "security_catalogType": "kev other",
    "security_decisionType": "act attend track trackStar",
    "security_justificationType": (
        "componentNotPresent inlineMitigationsAlreadyExist vulnerableCodeNotInExecutePath "
        "vulnerableCodeCannotBeControlledByAdversary vulnerableCodeNotPresent"
    ),
    "security_severity": "critical high medium low none",
    "software_additionalPurpose*": "",
    "software_contentIdentifierType": "gitoid swhid",
    "software_fileKind": "file directory",
    "software_primaryPurpose": (
        "application archive bom configuration container data device deviceDriver diskImage "
        "documentation evidence executable file filesystemImage firmware framework install library "
        "manifest model module operatingSystem other patch platform requirement source "
        "specification test"
    ),
    "software_sbomType*": "analyzed build deployed design runtime source",
    "supportLevel*": (
        "deployed development endOfSupport limitedSupport noAssertion noSupport support"
    ),
}
VOCABULARIES["software_additionalPurpose*"] = VOCABULARIES["software_primaryPurpose"]
KINDS = frozenset("bool count size number semver media time uri any text".split())  # noqa: SIM905 - words in a row
_CLASS = re.compile(r"(abstract )?(\S+?)(?: < (\S+))?:(.*)\Z")


class Member(NamedTuple):
    """What a member of an object holds."""

    kind: str
    """A word of `KINDS`, `vocabulary`, or a class."""
    words: frozenset[str]
    """Of its vocabulary."""
    several: bool


class Class(NamedTuple):
    """One class of the model."""

    above: frozenset[str]
    """Itself and its parents."""
    members: frozenset[str]
    required: tuple[tuple[str, int], ...]
    """(member, how many at the least)."""
    abstract: bool


@cache
def members() -> dict[str, Member]:
    """What each member holds, by name."""
    found: dict[str, Member] = {}
    for line in MEMBERS.splitlines():
        kind, _, names = line.partition(": ")
        for name in names.split():
            found[name.rstrip("*")] = Member(kind, frozenset(), name.endswith("*"))
    for name, words in VOCABULARIES.items():
        known = frozenset(words.split())
        found[name.rstrip("*")] = Member("vocabulary", known, name.endswith("*"))
    return found


@cache
def classes() -> dict[str, Class]:
    """The classes by name, each with what it has of its parents."""
    found: dict[str, Class] = {}
    for line in CLASSES.splitlines():
        match = _CLASS.match(line)
        if match is None:
            raise ValueError(f"class {line!r} cannot be read")
        above = found[match[3]] if match[3] else Class(frozenset(), frozenset(), (), abstract=True)
        own = [n.partition("!") for n in match[4].split()]
        needed = tuple((name, int(count or 1)) for name, mark, count in own if mark)
        found[match[2]] = Class(
            above.above | {match[2]},
            above.members | {name for name, _, _ in own},
            above.required + needed,
            abstract=bool(match[1]),
        )
    return found
