package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.identity.KeyLimits;
import io.facegate.testkit.TestOrganisation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys as a member of their organisation changes them, and nobody else's. */
class MemberKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final KeyLimits MONTH = KeyLimits.until(NOW.plus(Duration.ofDays(30)));

    @TempDir
    Path folder;

    private final List<String> acts = new ArrayList<>();
    private String foreign = "";

    @BeforeEach
    void register() {
        try (var writer = as("m.roe")) {
            for (var id : List.of("hope", "pd")) {
                writer.add(TestOrganisation.of(id, "nonprofit")
                        .in("US-OR")
                        .purposes("missing_child")
                        .build());
            }
            foreign = writer.mint(new KeyRequest("pd", List.of(), null, null), NOW)
                    .accessKeyId();
            writer.people().add(new Person("m.roe", Set.of(Role.OPERATOR), null, null, NOW, null));
            writer.people().add(new Person("c.reyes", Set.of(Role.MEMBER), "hope", null, NOW, null));
        }
    }

    @Test
    void aMemberMintsRotatesAndRevokesKeysOfTheOwnOrganisation() {
        try (var writer = as("c.reyes")) {
            var minted = writer.mint(own("desk", MONTH), NOW).accessKeyId();
            var rotated = writer.keys(NOW).rotate(minted, Duration.ofDays(3), null);
            writer.revoke(minted, NOW);
            assertThat(rotated.request().limits()).isEqualTo(MONTH);
            assertThat(acts)
                    .contains(
                            "c.reyes key_mint " + minted,
                            "c.reyes key_rotate " + minted,
                            "c.reyes key_revoke " + minted);
        }
    }

    @Test
    void noKeyOfAnotherAndNothingElse() {
        try (var writer = as("c.reyes")) {
            for (Runnable change : List.<Runnable>of(
                    () -> writer.mint(new KeyRequest("pd", List.of(), "missing_child", NOW.plusSeconds(9)), NOW),
                    () -> writer.keys(NOW).rotate(foreign, Duration.ZERO, null),
                    () -> writer.revoke(foreign, NOW),
                    () -> writer.change("hope", one -> one))) {
                assertThatThrownBy(change::run)
                        .isInstanceOf(RegistryException.Unacceptable.class)
                        .hasMessageContaining("c.reyes has not that right");
            }
        }
        assertThat(acts.stream().filter(act -> act.contains("change_refused"))).hasSize(4);
    }

    @Test
    void aMembersKeyHasAPurposeALabelAndAnEnd() {
        try (var writer = as("c.reyes")) {
            for (var wrong : List.of(
                    new KeyRequest("hope", List.of(), null, NOW.plusSeconds(9)).withLabel("desk"),
                    new KeyRequest("hope", List.of(), "missing_child", NOW.plusSeconds(9)),
                    new KeyRequest("hope", List.of(), "missing_child", null).withLabel("desk"),
                    own("desk", KeyLimits.until(NOW.plus(Duration.ofDays(400)))),
                    new KeyRequest("hope", List.of("pd"), "missing_child", NOW.plusSeconds(9)).withLabel("desk"))) {
                assertThatThrownBy(() -> writer.mint(wrong, NOW))
                        .as(wrong.toString())
                        .hasMessageContaining("A key that a member mints");
            }
        }
        try (var writer = as("m.roe")) {
            assertThat(writer.mint(new KeyRequest("hope", List.of(), null, null), NOW)
                            .accessKeyId())
                    .as("the operator's keys are as before")
                    .isNotEmpty();
        }
    }

    /** What a member cannot mint, a member gets by no rotation either. */
    @Test
    void aMemberRotatesOnlyWhatAMemberCanMint() {
        var others = new ArrayList<String>();
        try (var writer = as("m.roe")) {
            others.add(writer.mint(new KeyRequest("hope", List.of("pd"), "missing_child", MONTH.expires()), NOW)
                    .accessKeyId());
            others.add(writer.mint(new KeyRequest("hope", List.of(), "missing_child", null), NOW)
                    .accessKeyId());
            others.add(writer.registerCertificate(own("gate", MONTH), new byte[32], NOW));
        }
        try (var writer = as("c.reyes")) {
            for (var id : others) {
                assertThatThrownBy(() -> writer.keys(NOW).rotate(id, Duration.ofDays(3), null))
                        .as(id)
                        .hasMessageMatching(".*[Aa] member (mints|rotates).*");
            }
        }
        try (var writer = as("m.roe")) {
            assertThat(writer.keys(NOW)
                            .rotate(others.getFirst(), Duration.ofDays(3), null)
                            .request()
                            .principals())
                    .as("the operator can")
                    .containsExactly("pd");
        }
    }

    @Test
    void aKeyIsRotatedOnceAndOnlyWhereThereIsRoom() {
        try (var writer = as("c.reyes")) {
            var minted = writer.mint(own("desk", MONTH), NOW).accessKeyId();
            var next = writer.keys(NOW).rotate(minted, Duration.ofDays(3), null).accessKeyId();
            assertThatThrownBy(() -> writer.keys(NOW).rotate(minted, Duration.ofDays(3), null))
                    .hasMessageContaining("was rotated already");
            var newest = writer.keys(NOW).rotate(next, Duration.ofDays(2), null).accessKeyId();
            for (int more = 3; more < 100; more++) {
                writer.mint(own("desk" + more, MONTH), NOW);
            }
            assertThatThrownBy(() -> writer.keys(NOW).rotate(newest, Duration.ofDays(1), null))
                    .hasMessageContaining("100 keys already");
        }
    }

    private static KeyRequest own(String label, KeyLimits limits) {
        return new KeyRequest("hope", List.of(), "missing_child", null)
                .withLimits(limits)
                .withLabel(label);
    }

    private RegistryWriter as(String person) {
        return RegistryWriter.open(folder, new ChangeJournal() {
            @Override
            public void write(String act, String subject, @Nullable String about) {
                acts.add(person + ' ' + act + ' ' + subject);
            }

            @Override
            public String actor() {
                return person;
            }
        });
    }
}
