package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding.ReviewCopy;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.Records;
import io.facegate.ledger.SocketLine;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.FolderRegistries;
import io.facegate.registry.HeldResponses;
import io.facegate.registry.ReviewQueue.Submission;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.LedgerChangeJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewCommandTest {
    private static final String ID = "019a0000-0000-7000-8000-000000000001";

    @TempDir
    private Path folder;

    private final Shell shell = new Shell();

    @BeforeEach
    void register() {
        shell.registerPolice(folder);
    }

    @Test
    void readingMakesNothing() {
        assertThat(run("review", "list")).isZero();
        assertThat(run("reviewer", "list")).isZero();
        assertThat(shell.err()).isEqualTo("None.\n");
        assertThat(folder.resolve("held")).doesNotExist();
    }

    @Test
    void reviewersAreRegisteredListedAndRemovedOnRecord() throws IOException {
        assertThat(run("reviewer", "add", "--org", "pd", "--id", "r.doe", "--json"))
                .isZero();
        assertThat(shell.json().get("id").textValue()).isEqualTo("r.doe");
        assertThat(run("reviewer", "add", "--org", "pd", "--id", "r.doe")).isEqualTo(2);
        assertThat(run("reviewer", "add", "--org", "nobody", "--id", "r.doe")).isEqualTo(2);
        assertThat(run("reviewer", "add", "--org", "pd", "--id", "R Doe")).isEqualTo(2);
        assertThat(shell.err()).contains("63 lower-case letters").hasLineCount(1);
        assertThat(run("reviewer", "remove", "--org", "pd", "--id", "r.doe")).isZero();
        assertThat(run("reviewer", "remove", "--org", "pd", "--id", "r.doe")).isEqualTo(2);
        run("reviewer", "list", "--org", "pd");
        assertThat(shell.out()).startsWith("r.doe  org=pd  added=").contains("removed=");
        assertThat(acts()).endsWith("reviewer_add pd", "reviewer_remove pd");
    }

    @Test
    void anAnswerIsShownByCountsAndScoresAndApprovedByTwo() throws IOException {
        hold();
        run("reviewer", "add", "--org", "pd", "--id", "r.doe");
        run("reviewer", "add", "--org", "pd", "--id", "r.roe");
        run("review", "list");
        assertThat(shell.out())
                .startsWith(ID + "  state=pending  org=pd  provider=rekognition  operation=SearchFaces")
                .contains("results=2", "needed=2");
        assertThat(run("review", "show", ID, "--json")).isZero();
        assertThat(shell.json().get("similarities").toString()).isEqualTo("[0.995,0.99]");
        assertThat(shell.out()).doesNotContain("jane", "FaceMatches");
        assertThat(run("review", "approve", ID, "--by", "r.doe")).isZero();
        assertThat(shell.out()).contains("state=pending", "approved=r.doe");
        assertThat(run("review", "approve", ID, "--by", "r.doe")).isEqualTo(2);
        assertThat(run("review", "approve", ID, "--by", "somebody")).isEqualTo(2);
        assertThat(run("review", "approve", "none", "--by", "r.doe")).isEqualTo(2);
        assertThat(run("review", "approve", ID)).isEqualTo(2);
        assertThat(run("review", "approve", ID, "--by", "r.roe", "--json")).isZero();
        assertThat(shell.json().get("state").textValue()).isEqualTo("approved");
        assertThat(run("review", "approve", ID, "--by", "r.roe")).isEqualTo(2);
        assertThat(acts()).endsWith("review_approve " + ID, "review_approve " + ID);
    }

    /** Through the socket of a gateway: an approval that a reviewer may give, and none that was made up. */
    @Test
    void approvalsOverTheSocketAreThoseOfReviewersOfAnswersThatWait() throws IOException {
        hold();
        run("reviewer", "add", "--org", "pd", "--id", "r.doe");
        var settings = LedgerSettings.defaults("test")
                .withDeadline(Duration.ofSeconds(20))
                .withRegistries(new FolderRegistries(folder));
        try (var ledger = Ledger.open(folder, settings)) {
            long size = ledger.head().size();
            for (var made : List.of(
                    "\"subject\":\"" + ID + "\",\"person\":\"somebody\"",
                    "\"subject\":\"none\",\"person\":\"r.doe\"")) {
                assertThat(SocketLine.proved(folder, "{\"act\":\"review_approve\"," + made + "}"))
                        .contains("not a reviewer of it");
            }
            assertThat(ledger.head().size()).isEqualTo(size);
            assertThat(run("reviewer", "add", "--org", "pd", "--id", "r.roe")).isZero();
            assertThat(run("review", "approve", ID, "--by", "r.roe")).isZero();
            assertThat(run("review", "reject", ID, "--by", "r.doe")).isZero();
            assertThat(ledger.head().size()).isEqualTo(size + 3);
            var late = "{\"act\":\"review_approve\",\"subject\":\"" + ID + "\",\"person\":\"r.doe\"}";
            assertThat(SocketLine.proved(folder, late)).contains("error");
        }
        assertThat(acts()).endsWith("reviewer_add pd", "review_approve " + ID, "review_reject " + ID);
    }

    @Test
    void anAnswerIsRejectedWithAReason() throws IOException {
        hold();
        run("reviewer", "add", "--org", "pd", "--id", "r.doe");
        assertThat(run("review", "reject", ID, "--by", "r.doe", "--reason", "two\nlines"))
                .isEqualTo(2);
        assertThat(run("review", "reject", ID, "--by", "r.doe", "--reason", "Another person."))
                .isZero();
        run("review", "show", ID, "--json");
        assertThat(shell.json().get("state").textValue()).isEqualTo("rejected");
        assertThat(shell.json().get("reason").textValue()).isEqualTo("Another person.");
        assertThat(shell.json().get("similarities")).isEmpty();
        assertThat(Records.of(folder)).noneMatch(record -> record.contains("Another person"));
        assertThat(acts()).endsWith("review_reject " + ID, "view " + ID);
    }

    private void hold() {
        var body = "{\"FaceMatches\":[{\"Face\":{\"ExternalImageId\":\"jane\"}}]}".getBytes(StandardCharsets.UTF_8);
        var pd = TestOrganisation.of("pd", "law_enforcement.police")
                .named("PD")
                .purposes("lead")
                .build();
        var caller = TestCaller.of(pd).purpose("lead").by("sigv4", "FGAK1").build();
        var call = new FaceCall(
                "rekognition",
                "SearchFaces",
                Facts.of(Set.of(Capability.IDENTIFY_RETRO)),
                new NormalizedRequest.VendorSpecific(""),
                Map.of("CollectionId", "c"),
                null);
        try (var reviews = HeldResponses.open(
                folder,
                LedgerChangeJournal.of(LedgerAddress.ofFolder(folder), new ActingPerson("test", null)),
                HeldResponses.AGE)) {
            reviews.hold(
                    ID, new Submission(caller, call, 2, Instant.now()), new ReviewCopy(body, 2, List.of(0.995, 0.99)));
        }
    }

    private List<String> acts() {
        return Records.of(folder).stream()
                .filter(record -> record.contains("\"act\":"))
                .map(record -> record.replaceAll(".*\"act\":\"([a-z_]+)\".*\"subject\":\"([^\"]+)\".*", "$1 $2"))
                .toList();
    }

    private int run(String... words) {
        return shell.run(folder, words);
    }
}
