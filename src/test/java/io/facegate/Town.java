package io.facegate;

import io.facegate.call.FaceCall.Reference;
import io.facegate.identity.ApiKeyVerifier;
import io.facegate.identity.CallerKey;
import io.facegate.identity.Evidence;
import io.facegate.identity.IdentityDirectory;
import io.facegate.identity.Organisation;
import io.facegate.identity.RegisteredResource;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.fetch.Web;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everybody in these tests, each with a key and a vendor's approval. */
public final class Town implements IdentityDirectory {
    private static final Map<String, String> TYPES = Map.of(
            "hope", "nonprofit.child_protection",
            "beacon", "nonprofit.child_protection",
            "pd", "law_enforcement.police");

    public static String keyOf(String who) {
        return ApiKeyVerifier.format(id(who), "a".repeat(40));
    }

    private static String id(String who) {
        return ("FGAK" + who.toUpperCase(Locale.ROOT) + "0000000000000000").substring(0, 20);
    }

    @Override
    public Optional<CallerKey> key(String asked) {
        return TYPES.keySet().stream()
                .filter(who -> id(who).equals(asked))
                .map(who ->
                        new CallerKey(asked, who, List.of(), null, null, new byte[40], ApiKeyVerifier.hash(keyOf(who))))
                .findFirst();
    }

    @Override
    public Optional<Organisation> organisation(String asked) {
        return Optional.ofNullable(TYPES.get(asked))
                .map(type -> TestOrganisation.of(asked, type)
                        .in("US-OR")
                        .purposes("missing_child")
                        .resources(Set.of(new RegisteredResource(Reference.URL, "https://" + Web.HOST)))
                        .build());
    }

    @Override
    public Optional<Evidence> evidence(String asked) {
        var parts = asked.split("-approval-of-", 2);
        return Optional.of(
                new Evidence(asked, parts[1], "approval.azure_face." + parts[0], null, null, null, Map.of()));
    }

    @Override
    public List<Evidence> evidence(String whose, String matter) {
        return List.of();
    }
}
