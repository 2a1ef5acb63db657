package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding.ReviewCopy;
import io.facegate.call.Picture;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.registry.HeldResponse.State;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.ReviewQueue.Submission;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldResponsesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String ID = "019a0000-0000-7000-8000-000000000001";
    private static final byte[] BODY = "{\"FaceMatches\":[{\"Similarity\":99.5}]}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PIXELS = {1, 2, 3};

    @TempDir
    private Path data;

    private final List<String> acts = new ArrayList<>();
    private boolean ledgerDown;
    private HeldResponses reviews;

    @BeforeEach
    void open() {
        reviews = HeldResponses.open(data, this::write, Duration.ofDays(7));
        reviews.reviewService().add("pd", "doe", NOW);
        reviews.reviewService().add("pd", "roe", NOW);
        reviews.reviewService().add("bank", "poe", NOW);
        acts.clear();
    }

    @AfterEach
    void close() {
        reviews.close();
    }

    @Test
    void anAnswerIsReleasedToTheIdenticalRequestOnceEnoughPeopleApprovedIt() {
        hold();
        assertThat(find().state()).isEqualTo(State.PENDING);
        reviews.reviewService().approve(ID, "doe", NOW);
        assertThat(find().state()).isEqualTo(State.PENDING);
        reviews.reviewService().approve(ID, "roe", NOW);
        assertThat(find().state()).isEqualTo(State.APPROVED);
        assertThat(reviews.release(find())).isEqualTo(BODY);
        assertThat(reviews.release(find())).isEqualTo(BODY);
        assertThat(acts).containsExactly("review_approve " + ID + "/doe", "review_approve " + ID + "/roe");
    }

    @Test
    void anApprovalThatNobodyGaveReleasesNothingAndAReviewerThatNobodyAddedReviewsNothing() throws Exception {
        hold();
        sql("INSERT INTO reviewer (organisation, id, added) VALUES ('pd', 'ghost', 1)");
        assertThatThrownBy(() -> reviews.reviewService().approve(ID, "ghost", NOW))
                .isInstanceOf(Unacceptable.class);
        reviews.reviewService().approve(ID, "doe", NOW);
        sql("INSERT INTO approval VALUES ('" + ID + "', 'roe', 1)");
        assertThatThrownBy(this::find).isInstanceOf(Fault.RegistryDown.class);
        assertThatThrownBy(() -> reviews.reviewService().get(ID, NOW)).isInstanceOf(Unacceptable.class);
        sql("DELETE FROM approval WHERE reviewer = 'roe'");
        assertThat(find().state()).isEqualTo(State.PENDING);
    }

    /** The old value could be put back at any time. */
    @Test
    void aForgedRemovalIsWrittenAndRecordedAsOne() throws Exception {
        var service = reviews.reviewService();
        sql("UPDATE reviewer SET removed = 1 WHERE id = 'doe'");
        assertThatThrownBy(() -> service.add("pd", "doe", NOW))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("Remove this reviewer first");
        assertThat(service.soundReviewers()).extracting(Reviewer::id).containsExactlyInAnyOrder("roe", "poe");
        assertThat(service.remove("pd", "doe", NOW).removed()).isEqualTo(NOW);
        assertThat(acts).containsExactly("reviewer_remove pd/doe");
        assertThatThrownBy(() -> service.remove("pd", "doe", NOW)).isInstanceOf(Unacceptable.class);
        assertThat(service.add("pd", "doe", NOW).removed()).isNull();
        assertThat(service.soundReviewers()).hasSize(3);
    }

    /** Somebody keeps an approved answer, and puts it back after it was rejected. */
    @Test
    void anAnswerThatIsPutBackAsItWasIsGivenToNobody() throws Exception {
        hold();
        reviews.reviewService().approve(ID, "doe", NOW);
        reviews.reviewService().approve(ID, "roe", NOW);
        var older = data.resolve("older.db");
        sql("VACUUM INTO '" + older + "'");
        reviews.reviewService().reject(ID, "doe", null, NOW);
        sql("ATTACH '" + older + "' AS older", "DELETE FROM held", "INSERT INTO held SELECT * FROM older.held");
        sql("ATTACH '" + older + "' AS older", "INSERT OR IGNORE INTO approval SELECT * FROM older.approval");
        assertThatThrownBy(this::find).isInstanceOf(Fault.RegistryDown.class);
        // With its list, and with all of it.
        for (var table : List.of("row_list", "row_head")) {
            sql(
                    "ATTACH '" + older + "' AS older",
                    "DELETE FROM " + table,
                    "INSERT INTO " + table + " SELECT * FROM older." + table);
            assertThatThrownBy(this::find).as(table).isInstanceOf(Fault.RegistryDown.class);
            assertThatThrownBy(() -> reviews.reviewService().all(NOW)).as(table).isInstanceOf(Unusable.class);
        }
        reviews.sweep(NOW);
    }

    @Test
    void aBeginningThatWasRemovedDoesNotBeginAnew() throws Exception {
        var caller = caller("pd", List.of(), "lead", "case-26-1");
        reviews.firstUse(caller, NOW);
        sql("DELETE FROM begun");
        assertThat(reviews.firstUse(caller, NOW.plusSeconds(3600))).isEqualTo(Instant.EPOCH);
    }

    private void sql(String... changes) throws java.sql.SQLException {
        try (var beside = java.sql.DriverManager.getConnection("jdbc:sqlite:" + data.resolve("held/held.db"));
                var statement = beside.createStatement()) {
            for (var change : changes) {
                statement.execute(change);
            }
        }
    }

    @Test
    void onePersonCountsOnce() {
        hold();
        reviews.reviewService().approve(ID, "doe", NOW);
        assertThatThrownBy(() -> reviews.reviewService().approve(ID, "doe", NOW))
                .isInstanceOf(Unacceptable.class);
        assertThat(find().state()).isEqualTo(State.PENDING);
    }

    @Test
    void onlyReviewersOfTheOrganisationReview() {
        hold();
        for (var stranger : List.of("poe", "nobody", "DOE", "")) {
            assertThatThrownBy(() -> reviews.reviewService().approve(ID, stranger, NOW))
                    .as(stranger)
                    .isInstanceOf(Unacceptable.class);
            assertThatThrownBy(() -> reviews.reviewService().reject(ID, stranger, null, NOW))
                    .as(stranger)
                    .isInstanceOf(Unacceptable.class);
        }
        reviews.reviewService().remove("pd", "doe", NOW);
        assertThatThrownBy(() -> reviews.reviewService().approve(ID, "doe", NOW))
                .isInstanceOf(Unacceptable.class);
        assertThat(find().review().approvals()).isEmpty();
    }

    @Test
    void reviewersOfAPrincipalReviewToo() {
        var contractor = caller("vendor", List.of("pd"), "lead", "case-26-1");
        var submission = new Submission(contractor, call(Map.of("A", "b")), 1, NOW);
        reviews.hold(ID, submission, reviewCopy());
        reviews.reviewService().approve(ID, "doe", NOW);
        assertThat(reviews.find(submission).orElseThrow().state()).isEqualTo(State.APPROVED);
    }

    @Test
    void aRejectionWipesTheAnswerAndStands() throws Exception {
        hold();
        reviews.reviewService().approve(ID, "doe", NOW);
        reviews.reviewService().approve(ID, "roe", NOW);
        var rejected = reviews.reviewService().reject(ID, "roe", "Another person.", NOW);
        assertThat(rejected.state()).isEqualTo(State.REJECTED);
        assertThat(find().review().rejection().reason()).isEqualTo("Another person.");
        assertThat(reviews.reviewService().scores(rejected)).isEmpty();
        assertThatThrownBy(() -> reviews.release(find())).isInstanceOf(Fault.RegistryDown.class);
        assertThatThrownBy(() -> reviews.reviewService().approve(ID, "doe", NOW))
                .isInstanceOf(Unacceptable.class);
        assertThatThrownBy(() -> reviews.reviewService().reject(ID, "doe", null, NOW))
                .isInstanceOf(Unacceptable.class);
        assertThat(acts).last().isEqualTo("review_reject " + ID + "/roe");
    }

    @Test
    void noOtherRequestIsTakenForIt() {
        hold();
        var call = call(params());
        var others = new ArrayList<Submission>();
        var elsewhere = call.routedTo(
                call.provider(),
                call.operation(),
                new CrossVendorRoute(CrossVendorRoute.NEUTRAL, "identify", null, null));
        others.add(new Submission(caller("pd", List.of(), "lead", "case-26-1"), elsewhere, 2, NOW));
        others.add(new Submission(caller("bank", List.of(), "lead", "case-26-1"), call, 2, NOW));
        others.add(new Submission(caller("pd", List.of("bank"), "lead", "case-26-1"), call, 2, NOW));
        others.add(new Submission(caller("pd", List.of(), "other", "case-26-1"), call, 2, NOW));
        others.add(new Submission(caller("pd", List.of(), null, "case-26-1"), call, 2, NOW));
        others.add(new Submission(caller("pd", List.of(), "lead", "26-2"), call, 2, NOW));
        others.add(new Submission(caller("pd", List.of(), "lead", null), call, 2, NOW));
        for (var change : List.<Map.Entry<String, Object>>of(
                Map.entry("MaxFaces", 4L),
                Map.entry("MaxFaces", "5"),
                Map.entry("FaceMatchThreshold", 99L),
                Map.entry("Image", Map.of("Bytes", picture(new byte[] {1, 2, 4}))),
                Map.entry("Image", Map.of("Bytes", picture(new byte[] {1, 2, 3, 0}))),
                Map.entry("Document", new byte[] {1, 3}),
                Map.entry("Document", picture(new byte[] {1, 2})),
                Map.entry("More", List.of()))) {
            var params = new LinkedHashMap<>(params());
            params.put(change.getKey(), change.getValue());
            others.add(new Submission(caller("pd", List.of(), "lead", "case-26-1"), call(params), 2, NOW));
        }
        for (var other : others) {
            assertThat(reviews.find(other)).isEmpty();
        }
        assertThat(reviews.find(submission(2))).isPresent();
    }

    @Test
    void theOrderOfParametersChangesNothing() {
        hold();
        var turned = new LinkedHashMap<String, Object>();
        params().entrySet().stream().toList().reversed().forEach(entry -> turned.put(entry.getKey(), entry.getValue()));
        assertThat(reviews.find(new Submission(caller("pd", List.of(), "lead", "case-26-1"), call(turned), 2, NOW)))
                .isPresent();
    }

    @Test
    void whenMorePeopleAreAskedForMoreMustApprove() {
        hold();
        reviews.reviewService().approve(ID, "doe", NOW);
        reviews.reviewService().approve(ID, "roe", NOW);
        assertThat(reviews.find(submission(3)).orElseThrow().state()).isEqualTo(State.PENDING);
        reviews.reviewService().add("pd", "poe", NOW);
        reviews.reviewService().approve(ID, "poe", NOW);
        assertThat(reviews.find(submission(3)).orElseThrow().state()).isEqualTo(State.APPROVED);
    }

    @Test
    void theDecisionsOfAllAnswersAreTold() {
        assertThat(reviews.decisions()).isEmpty();
        hold();
        assertThat(reviews.decisions()).containsExactly(ID);
        reviews.wipe(ID);
        assertThat(reviews.decisions()).isEmpty();
    }

    @Test
    void whatIsOverIsWipedOnRecordAndTheRequestBeginsAnew() throws Exception {
        hold();
        reviews.reviewService().approve(ID, "doe", NOW);
        var end = NOW.plus(Duration.ofDays(7));
        assertThat(reviews.reviewService().all(end.minusSeconds(1))).hasSize(1);
        assertThat(reviews.reviewService().all(end)).isEmpty();
        assertThatThrownBy(() -> reviews.reviewService().approve(ID, "roe", end))
                .isInstanceOf(Unacceptable.class);
        var late = new Submission(caller("pd", List.of(), "lead", "case-26-1"), call(params()), 2, end);
        assertThat(reviews.find(late)).isEmpty();
        assertThat(acts).last().isEqualTo("review_expire " + ID);
        reviews.hold(ID.replace('1', '2'), late, reviewCopy());
        assertThat(reviews.find(late).orElseThrow().review().approvals()).isEmpty();
        acts.clear();
        reviews.sweep(end.plus(Duration.ofDays(7)));
        assertThat(acts).containsExactly("review_expire " + ID.replace('1', '2'));
        reviews.sweep(end.plus(Duration.ofDays(8)));
        assertThat(acts).hasSize(1);
        assertThat(everything()).doesNotContain(ID, ID.replace('1', '2'));
    }

    @Test
    void theFirstAnswerIsTheOneThatIsHeld() {
        hold();
        var second = reviews.hold("019a0000-0000-7000-8000-00000000000f", submission(2), reviewCopy());
        assertThat(second.id()).isEqualTo(ID);
        assertThat(reviews.reviewService().all(NOW)).hasSize(1);
    }

    @Test
    void nothingOfARequestOrAnswerStandsInTheClear() throws Exception {
        hold();
        reviews.firstUse(caller("pd", List.of(), "lead", "case-of-jane"), NOW);
        assertThat(everything()).doesNotContain("Similarity", "99.5", "0.995", "case-of-jane", "case-26-1", "MaxFaces");
        assertThat(reviews.reviewService().scores(find())).containsExactly(0.995);
        try (var files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("held"))))
                .isEqualTo("rwx------");
    }

    @Test
    void withoutItsKeyItDoesNotOpen() throws Exception {
        hold();
        reviews.close();
        Files.delete(data.resolve("held/held.key"));
        assertThatThrownBy(() -> HeldResponses.open(data, this::write, HeldResponses.AGE))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("held.key");
    }

    @Test
    void anAlteredAnswerIsGivenToNobody() throws Exception {
        hold();
        try (var file = java.sql.DriverManager.getConnection("jdbc:sqlite:" + data.resolve("held/held.db"));
                var statement = file.createStatement()) {
            statement.executeUpdate("UPDATE held SET sealed = zeroblob(length(sealed))");
        }
        assertThatThrownBy(() -> reviews.release(find())).isInstanceOf(Fault.RegistryDown.class);
    }

    @Test
    void whatCannotBeWrittenDownDoesNotHappen() {
        hold();
        ledgerDown = true;
        assertThatThrownBy(() -> reviews.reviewService().approve(ID, "doe", NOW))
                .isInstanceOf(Fault.LedgerDown.class);
        assertThatThrownBy(() -> reviews.reviewService().reject(ID, "doe", null, NOW))
                .isInstanceOf(Fault.LedgerDown.class);
        assertThatThrownBy(() -> reviews.sweep(NOW.plus(Duration.ofDays(8)))).isInstanceOf(Fault.LedgerDown.class);
        ledgerDown = false;
        assertThat(find().review().approvals()).isEmpty();
        assertThat(find().state()).isEqualTo(State.PENDING);
    }

    @Test
    void thereIsRoomForSoManyOfOneOrganisation() {
        for (int number = 0; number < HeldResponses.MOST_OF_ONE; number++) {
            var one = new Submission(
                    caller("pd", List.of(), "lead", "case-26-1"), call(Map.of("Number", (long) number)), 2, NOW);
            assertThat(reviews.hasRoom(one)).isTrue();
            reviews.hold("decision-" + number, one, reviewCopy());
        }
        assertThat(reviews.hasRoom(submission(2))).isFalse();
        assertThat(reviews.hasRoom(new Submission(caller("bank", List.of(), "lead", "1"), call(Map.of()), 2, NOW)))
                .isTrue();
    }

    @Test
    void aUseBeginsWithTheFirstCallInItsCase() {
        var caller = caller("pd", List.of(), "lead", "case-26-1");
        assertThat(reviews.firstUse(caller, NOW)).isEqualTo(NOW);
        assertThat(reviews.firstUse(caller, NOW.plusSeconds(3600))).isEqualTo(NOW);
        var later = NOW.plusSeconds(7200);
        assertThat(reviews.firstUse(caller("pd", List.of(), "lead", "26-2"), later))
                .isEqualTo(later);
        assertThat(reviews.firstUse(caller("bank", List.of(), "lead", "case-26-1"), later))
                .isEqualTo(later);
    }

    @Test
    void anotherProcessMayLookAndSay() {
        hold();
        try (var other = HeldResponses.open(data, this::write, HeldResponses.AGE)) {
            assertThat(other.reviewService().get(ID, NOW).results()).hasValue(1);
            other.reviewService().approve(ID, "doe", NOW);
            reviews.reviewService().approve(ID, "roe", NOW);
        }
        assertThat(find().state()).isEqualTo(State.APPROVED);
    }

    private void write(String act, String subject, @Nullable String person) {
        if (ledgerDown) {
            throw new Fault.LedgerDown("down");
        }
        acts.add(act + ' ' + subject + (person == null ? "" : '/' + person));
    }

    private void hold() {
        reviews.hold(ID, submission(2), reviewCopy());
    }

    private HeldResponse find() {
        return reviews.find(submission(2)).orElseThrow();
    }

    private static ReviewCopy reviewCopy() {
        return new ReviewCopy(BODY, 1, List.of(0.995));
    }

    private static Submission submission(int reviewers) {
        return new Submission(caller("pd", List.of(), "lead", "case-26-1"), call(params()), reviewers, NOW);
    }

    private static Map<String, Object> params() {
        var params = new LinkedHashMap<String, Object>();
        params.put("Image", Map.of("Bytes", picture(PIXELS)));
        params.put("MaxFaces", 5L);
        params.put("FaceMatchThreshold", 99.0);
        params.put("Document", new byte[] {1, 2});
        params.put("Nothing", null);
        params.put("Flag", true);
        return params;
    }

    private static Picture picture(byte[] bytes) {
        return new Picture(bytes, Picture.Format.PNG, 1, 1);
    }

    private static FaceCall call(Map<String, Object> params) {
        return new FaceCall(
                "rekognition",
                "SearchFacesByImage",
                Facts.of(Set.of(Capability.IDENTIFY_RETRO)),
                new NormalizedRequest.VendorSpecific(""),
                params,
                null);
    }

    private static Caller caller(String organisation, List<String> principals, String purpose, String matter) {
        return TestCaller.of(organisation(organisation))
                .actingFor(
                        principals.stream().map(HeldResponsesTest::organisation).toList())
                .purpose(purpose)
                .attested(new AttestedContext(Set.of(), Map.of(), matter))
                .by("sigv4", "FGAK1")
                .build();
    }

    private static Organisation organisation(String id) {
        return TestOrganisation.of(id, "law_enforcement.police").build();
    }

    private String everything() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.list(data.resolve("held"))) {
            for (var file : files.toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
