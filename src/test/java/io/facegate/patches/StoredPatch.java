package io.facegate.patches;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The stored patches, each of which adds one of a concept, and the tests that must pass with it. */
enum StoredPatch {
    OBLIGATION("obligation", "io.facegate.patches.AddedObligation"),
    ATTRIBUTE("attribute", "io.facegate.patches.AddedAttribute"),
    RECORD_FIELD("record-field", "io.facegate.patches.AddedRecordField");

    private static final List<String> DOCUMENTS = List.of(
            "io.facegate.cli.policy.PolicySchemaAndTableTest#schemaPrintsTheSchemaThatIsPublished",
            "io.facegate.policy.PolicyDocTest#everyAttributeAndItsWordsAreListed",
            "io.facegate.policy.PolicyDocTest#everyKeyIsListed",
            "io.facegate.IdentityDocsTest#theDocumentListsExactlyTheFactsThatAreTaken",
            "io.facegate.policy.vocabulary.WordTitlesTest#frenchHasEveryWordThatThereIsAndNoOther",
            "io.facegate.policy.vocabulary.WordTitlesTest#everyBundleHasTheSameKeysInEachLanguage",
            "io.facegate.policy.vocabulary.WordTitlesTest#everyWordHasATitleOfItsOwn(io.facegate.policy.vocabulary.Language)",
            "io.facegate.policy.schema.PolicySchemasTest#everyAttributeIsAKeyOfConditionsAndEveryAttestedOneOfCases",
            "io.facegate.LedgerDocsTest#everyFieldOfARecordIsListedAndNoOther",
            "io.facegate.ledger.RecordSchemaTest#listsEveryFieldThatCanBeWrittenAndNoOther",
            "io.facegate.ledger.DecisionFieldTest",
            "io.facegate.vendor.rekognition.wire.ObligationsDocTest#everyObligationIsExplained");

    private final String file;
    private final String check;

    StoredPatch(String file, String check) {
        this.file = file;
        this.check = check;
    }

    Path path() {
        return Path.of("src/test/resources/patches", file + ".patch");
    }

    List<String> files() throws IOException {
        return PatchedCopy.files(path());
    }

    List<String> tests() {
        var tests = new ArrayList<>(DOCUMENTS);
        tests.add(check);
        return tests;
    }
}
