package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

/** Every act that changes something is in exactly one right, so that none is everybody's. */
class RightTest {
    private static final Pattern ACT = Pattern.compile("\"((?:org|key|evidence|issuer|person|approvals|grant|reviewer"
            + "|review|proposal|registry|quotas)_[a-z_]+)\"");

    /** Tables, options and the like that look like acts, and the steps of a proposal, which need its change's right. */
    private static final Set<String> NO_ACTS = Set.of(
            "grant_type",
            "issuer_not_accepted",
            "registry_altered",
            "registry_setting",
            "proposal_add",
            "proposal_approve");

    @Test
    void everyActIsInOneRightOrTheGatewaysOwn() throws IOException {
        var known = new TreeSet<>(Right.OF_THE_GATEWAY);
        var seen = new HashSet<String>();
        for (var right : Right.values()) {
            for (var act : right.acts()) {
                assertThat(seen.add(act)).as(act).isTrue();
                known.add(act);
            }
        }
        var written = acts();
        assertThat(written).contains("org_add", "key_mint", "person_add", "reviewer_add", "review_approve");
        written.removeAll(NO_ACTS);
        written.removeAll(known);
        assertThat(written).as("acts without a right, which nobody could do").isEmpty();
        assertThat(Right.of("org_burn")).as("the control").isNull();
    }

    private static Set<String> acts() throws IOException {
        var found = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src/main/java/io/facegate/registry"))) {
            for (var file : files.filter(each -> each.toString().endsWith(".java")
                            && !each.getFileName().toString().equals("Right.java"))
                    .toList()) {
                var text = Files.readString(file);
                if (text.contains("organisation_purpose\"") && file.endsWith("RegistryRowCopy.java")) {
                    continue;
                }
                var matcher = ACT.matcher(text);
                while (matcher.find()) {
                    found.add(matcher.group(1));
                }
            }
        }
        found.removeIf(word -> word.endsWith("_role") || word.endsWith("_fact"));
        return found;
    }

    @Test
    void everyRightIsSomeRolesAndNoRoleHasAll() {
        for (var right : Right.values()) {
            assertThat(right.roles()).as(right.name()).isNotEmpty();
        }
        assertThat(Arrays.stream(Role.values()).map(role -> role.rights().size()))
                .allMatch(size -> size < Right.values().length);
        assertThat(Role.AUDITOR.rights()).containsExactlyInAnyOrder(Right.READ_RECORDS, Right.READ_REGISTRY);
    }

    /** Compared with a writer by other hands. */
    @Test
    void proposalsAreCanonicalJson() throws IOException {
        var value = java.util.Map.of(
                "b", java.util.List.of("é\u2028", "\u0001\n\"\\", 7L),
                "a", java.util.Map.of("z", -1L, "\ud83d\ude00", "x", "\ufb33", "y"));
        var written = CanonicalJson.write(value);
        assertThat(written).isEqualTo(new JsonCanonicalizer(written).getEncodedString());
    }
}
