package io.facegate.policy.language;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall.Reference;
import io.facegate.policy.vocabulary.OrganisationType;
import io.facegate.policy.vocabulary.Places;
import io.facegate.policy.vocabulary.Purpose;
import io.facegate.policy.vocabulary.Vendor;
import io.facegate.policy.vocabulary.Words;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code match} and each exception of {@code unless}. */
final class MatchReader {
    private static final List<String> KEYS =
            Arrays.stream(Key.values()).map(Key::word).toList();
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern OPERATION = Pattern.compile("[A-Za-z][A-Za-z0-9._:/ -]{0,99}");

    private MatchReader() {}

    static Match read(Reading reading, Node node, String what) {
        var fields = Fields.of(reading, node, what, KEYS);
        if (fields.isEmpty() && reading.clean()) {
            reading.wrong(node, what + " names nothing, so it would hold for every call; name at least one key");
        }
        return new Match(
                fields.words(Key.ORGANISATION.word(), OrganisationType.class, Words.ORGANISATIONS),
                fields.names(
                        Key.ORGANISATION_ID.word(), word -> ID.matcher(word).matches(), "an id of the registry"),
                fields.words(Key.PURPOSE.word(), Purpose.class, Words.PURPOSES),
                fields.words(Key.CAPABILITY.word(), Capability.class, Words.CAPABILITIES),
                fields.names(Key.JURISDICTION.word(), Places::valid, "ISO 3166 such as US, US-OR or US-OR/portland"),
                fields.words(Key.PROVIDER.word(), Vendor.class, Words.PROVIDERS),
                fields.names(
                        Key.OPERATION.word(), word -> OPERATION.matcher(word).matches(), "a vendor's operation"),
                fields.words(Key.REFERENCE.word(), Reference.class, Words.REFERENCES));
    }
}
