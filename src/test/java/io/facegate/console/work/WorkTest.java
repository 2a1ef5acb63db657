package io.facegate.console.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Stage;
import io.facegate.console.BrowserStub;
import io.facegate.console.ConsoleAlone;
import io.facegate.console.ConsoleLogin;
import io.facegate.console.PeopleOfTheConsole;
import io.facegate.identity.PurposeTerms;
import io.facegate.ledger.appeal.AppealRecords;
import io.facegate.registry.HeldResponse;
import io.facegate.registry.Proposal;
import io.facegate.usecase.registry.People;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The inbox and what people decide in it: by which right, in whose name, and what strangers try. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class WorkTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");

    @TestHTTPResource("/")
    URI server;

    @Inject
    WorkStage stage;

    @Inject
    PeopleOfTheConsole people;

    @Inject
    ConsoleLogin login;

    @BeforeEach
    void begin() {
        stage.register(people);
        stage.views.clear();
    }

    @AfterEach
    void end() {
        people.trusted = false;
    }

    private BrowserStub as(String person) {
        return BrowserStub.loggedIn(server, people, person);
    }

    private BrowserStub local() {
        var browser = new BrowserStub(server);
        var link = login.openAt(server);
        browser.get(link.getRawPath() + '?' + link.getRawQuery());
        return browser;
    }

    /** Sends the form that is on the page. */
    private static HttpResponse<String> decide(BrowserStub browser, String page, String decision, String reason) {
        return send(browser, page, Map.of("decision", decision, "reason", reason));
    }

    private static HttpResponse<String> send(BrowserStub browser, String page, Map<String, String> fields) {
        var shown = browser.get(page).body();
        var all = new HashMap<>(fields);
        var token = TOKEN.matcher(shown);
        all.putIfAbsent("form", token.find() ? token.group(1) : "");
        var digest = Pattern.compile("name=\"digest\" value=\"([^\"]+)\"").matcher(shown);
        if (digest.find()) {
            all.putIfAbsent("digest", digest.group(1));
        }
        return browser.post(page, all, "Origin", browser.origin(), "Sec-Fetch-Site", "same-origin");
    }

    private static void done(HttpResponse<String> answer, String what) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).get().asString().endsWith("/console/work?done=" + what);
    }

    /** A part of the inbox; empty if it is not there. */
    private static String section(HttpResponse<String> inbox, String id) {
        var found = Pattern.compile("(?s)<section[^>]*aria-labelledby=\"" + id + "\">.*?</section>")
                .matcher(inbox.body());
        return found.find() ? found.group() : "";
    }

    private List<String> acts(String subject) {
        return stage.records().stream()
                .filter(record -> record.contains(subject))
                .map(record -> record.replaceAll(".*\"act\":\"([a-z_]+)\".*", "$1"))
                .filter(act -> !act.equals("view"))
                .toList();
    }

    /** In the names of two people; the local login reads it, and is told the commands. */
    @Test
    void twoPeopleLiftAStop() {
        var id = stage.stop("m.roe");
        var page = "/console/work/stops/" + id;
        assertThat(as("e.fox").get("/console/work").body()).contains(page, "Search for a person among many (identify)");
        assertThat(as("e.fox").get(page).body())
                .contains("Only operators and officers lift stops")
                .doesNotContain("<form class=\"act\"");
        assertThat(local().get(page).body()).contains("facegate stop request-lift " + id);
        done(decide(as("m.roe"), page, "request-lift", "It was mended."), "liftasked");
        assertThat(as("m.roe").get(page).body()).contains("somebody else must confirm");
        assertThat(send(as("b.doe"), page, Map.of("decision", "request-lift", "reason", "Once more."))
                        .statusCode())
                .isEqualTo(422);
        done(decide(as("b.doe"), page, "confirm-lift", "I saw it."), "lifted");
        assertThat(as("b.doe").get("/console/work").body()).doesNotContain(page);
        assertThat(as("b.doe").get(page).body()).contains("This stop was lifted", "It was mended.", "I saw it.");
        assertThat(acts(id)).contains("stop_set", "stop_request_lift", "stop_confirm_lift");
    }

    @Test
    void twoReviewersReleaseAnAnswer() {
        var id = stage.hold();
        var page = "/console/work/reviews/" + id;
        var first = as("r.one");
        assertThat(first.get("/console/work").body()).contains(page, "0 of 2 approvals", "6 days 23 h left");
        assertThat(as("e.fox").get("/console/work").body())
                .containsPattern("<a href=\"/console/organisations/[a-z-]+#file\">")
                .containsPattern("<a href=\"/console/organisations/[a-z-]+#keys\">");
        assertThat(first.get(page).body())
                .contains("2 matches, similarities 99.5 % · 99.0 %", "Ask PD ", "quoting the id above")
                .contains("Yours is approval 1 of 2. The last one releases the answer.")
                .contains("99.5 %", "SearchFaces", "pd", "(required) It goes on record. If you reject the answer");
        assertThat(first.get(page).body())
                .contains(
                        "<li aria-current=\"step\"><b>Now you: ask for the picture",
                        "<li>Then a colleague does the same on this page, logged in by name. Tell next: r.two.",
                        "<li>Then the answer is released by itself.",
                        "The page of the decision opens only to roles that read all records.")
                .doesNotContain("/console/decisions/" + id);
        assertThat(as("e.fox").get(page).body())
                .contains(
                        "<a class=\"more\" href=\"/console/decisions/" + id,
                        "<b>Now 2 reviewers compare the picture with the candidate, and record a decision on this page, logged in by name. Tell next: r.one, r.two.")
                .doesNotContain("Now you:", "opens only to roles");
        done(decide(first, page, "approve", "It is the same person."), "approved");
        var again = decide(first, page, "approve", "Once more.");
        assertThat(again.statusCode()).isIn(403, 422);
        assertThat(stage.held(id).review().approvals()).hasSize(1);
        assertThat(first.get(page).body())
                .contains(
                        "You approved this already",
                        "<li>r.one approved it on ",
                        "<b>Now a reviewer compares the picture with the candidate, and records a decision")
                .doesNotContain("Now you:");
        assertThat(as("r.two").get(page).body()).contains("Yours is approval 2 of 2: the answer is then released.");
        done(decide(as("r.two"), page, "approve", "I agree."), "released");
        assertThat(stage.held(id).state()).isEqualTo(HeldResponse.State.APPROVED);
        assertThat(stage.held(id).review().approvals())
                .extracting(HeldResponse.Approval::reviewer)
                .containsExactly("r.one", "r.two");
        assertThat(acts(id)).containsExactly("review_approve", "review_approve");
        assertThat(section(first.get("/console/work"), "reviews")).doesNotContain(page);
        assertThat(section(first.get("/console/work"), "reviewed"))
                .contains(page, "Released. Approved by r.one, r.two.", ">Since</th>", "today");
        assertThat(section(first.get("/console/work", "Accept-Language", "fr"), "reviewed"))
                .contains("Réponses examinées récemment", "Libérée. Approuvée par r.one, r.two.", ">Depuis</th>");
        assertThat(as("e.fox").get(page).body())
                .contains(
                        "<b>Released</b>, 2 of 2 approvals", "<li>r.two approved it on ", "Nothing is left to do here.")
                .doesNotContain("aria-current=\"step\"");
        assertThat(first.get("/console/work?done=released").body()).contains("Released: enough people");
        var late = Map.of("form", people.formToken(first), "decision", "approve", "reason", "Too late.");
        assertThat(first.post(page, late).body())
                .contains("Nothing was left to do: r.two released this answer.", "Answer that was reviewed")
                .doesNotContain("Not done", "days left", "Answer that waits");
    }

    /** Who cannot release an answer alone reads that, and whom to tell next. */
    @Test
    void eachRowSaysWhatTheViewerCannotDoAloneAndWhomToTellNext() {
        var id = stage.hold();
        var proposal = stage.propose("hope", "access_control");
        assertThat(as("r.one").get("/console/work").body())
                .contains(
                        "0 of 2 approvals. You cannot release it alone: with yours it needs 2 approvals. Tell next: r.two.");
        assertThat(as("e.fox").get("/console/work").body())
                .contains("It needs 2 reviewers; you do not review it. Tell next: r.one, r.two.");
        done(decide(as("r.one"), "/console/work/reviews/" + id, "approve", "The same."), "approved");
        assertThat(as("r.one").get("/console/work").body())
                .contains("1 of 2 approvals. You approved it. It needs another reviewer. Tell next: r.two.");
        assertThat(as("r.two").get("/console/work").body())
                .contains("1 of 2 approvals. Your approval releases it.")
                .doesNotContain("cannot release it alone: with yours it needs 1");
        assertThat(as("m.roe").get("/console/work").body())
                .contains("/proposals/" + proposal.id(), "Tell next: b.doe.");
        assertThat(as("b.doe").get("/console/work").body()).contains("somebody else who is operator. You can do this.");
        assertThat(as("r.one").get("/console/work", "Accept-Language", "fr").body())
                .contains("Vous l’avez approuvée. Il faut encore un autre examinateur. À prévenir : r.two.");
        var stop = stage.stop("m.roe");
        done(decide(as("m.roe"), "/console/work/stops/" + stop, "request-lift", "Mended."), "liftasked");
        assertThat(as("m.roe").get("/console/work").body())
                .contains(
                        "You asked to lift it. It needs another operator or officer. Tell next: a.lee, b.doe, c.ash.");
        done(decide(as("b.doe"), "/console/work/stops/" + stop, "confirm-lift", "Seen."), "lifted");
    }

    /** The first part holds every kind, and its deadlines only go up. */
    @Test
    void whatEndsFirstComesFirstOverAllKinds() {
        stage.hold();
        stage.propose("hope", "access_control");
        var soon = stage.authorise(Instant.now().plus(Duration.ofHours(5).plusMinutes(5)), "stop_on_rejection");
        var page = as("a.lee").get("/console/work").body();
        var first =
                page.substring(page.indexOf("id=\"next\""), page.indexOf("</section>", page.indexOf("id=\"next\"")));
        assertThat(first)
                .contains(
                        "Authorisation after the fact</a>",
                        "Change for a second person</a>",
                        "Ends unless it is renewed");
        assertThat(first.indexOf(soon)).as("5 hours come before 72").isLessThan(first.indexOf("/proposals/"));
        assertThat(page.indexOf("id=\"next\"")).isLessThan(page.indexOf("id=\"reviews\""));
        assertThat(page).contains("The soonest deadlines come first").doesNotContain("most urgent first");
        assertThat(as("r.far").get("/console/work").body()).doesNotContain("id=\"next\"");
    }

    /** The roles of a person are no organisation, and are not shown as one. */
    @Test
    void aProposalNamesTheOrganisationThatItChangesOrNone() {
        var officer = stage.proposeOfficer("n.new");
        var change = stage.propose("hope", "redaction");
        var page = as("m.roe").get("/console/work").body();
        assertThat(row(page, officer.id())).contains("<span class=\"none\">").doesNotContain("<bdi>officer</bdi>");
        assertThat(row(page, change.id())).contains("hope").doesNotContain("<span class=\"none\">");
    }

    /** The row of a proposal in its own part. */
    private static String row(String page, String id) {
        int at = page.indexOf("/proposals/" + id, page.indexOf("<h2 id=\"proposals\">"));
        assertThat(at).isPositive();
        return page.substring(at, page.indexOf("</tr>", at));
    }

    @Test
    void oneReviewerRejectsWithAReason() {
        var id = stage.hold();
        var page = "/console/work/reviews/" + id;
        done(decide(as("r.one"), page, "reject", "Eine andere Person: Zoë."), "rejected");
        assertThat(stage.held(id).state()).isEqualTo(HeldResponse.State.REJECTED);
        assertThat(as("e.fox").get(page).body())
                .contains("Rejected", "Eine andere Person: Zoë.", "This review is over");
        assertThat(section(as("r.two").get("/console/work"), "reviewed")).contains(page, "Rejected by r.one.");
        assertThat(section(as("r.far").get("/console/work"), "reviewed")).doesNotContain(page);
    }

    @Test
    void aReviewerOfAnotherOrganisationSeesAndDecidesNothing() {
        var id = stage.hold();
        var page = "/console/work/reviews/" + id;
        var far = as("r.far");
        assertThat(far.get("/console/work").body()).doesNotContain(id);
        assertThat(far.get(page).statusCode()).isEqualTo(404);
        var token = people.formToken(far);
        assertThat(far.post(page, Map.of("form", token, "decision", "approve", "reason", "Why not."))
                        .statusCode())
                .isIn(404, 422);
        for (var person : List.of("a.lee", "e.fox", "m.roe")) {
            var browser = as(person);
            browser.post(page, Map.of("form", people.formToken(browser), "decision", "approve", "reason", "x"));
        }
        assertThat(stage.held(id).review().approvals()).isEmpty();
        assertThat(acts(id)).doesNotContain("review_approve");
    }

    @Test
    void whoProposedItDoesNotApproveItNeitherHereNorThroughTheApi() {
        var proposal = stage.propose("hope", "missing_child");
        var page = "/console/work/proposals/" + proposal.id();
        var proposer = as("m.roe");
        assertThat(proposer.get(page).body())
                .contains("You proposed this", "missing_child", proposal.digest())
                .contains("Contract 12. &lt;script&gt;")
                .doesNotContain("value=\"approve\"");
        var answer = decide(proposer, page, "approve", "I like it.");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("Not done", "I like it.");
        assertThat(stage.approve("m.roe", proposal)).contains("Another registered person approves it");
        assertThat(stage.approve("a.lee", proposal)).isNotEmpty();
        assertThat(decide(as("a.lee"), page, "approve", "As an officer.").statusCode())
                .isEqualTo(422);
        assertThat(stage.proposal(proposal.id()).state()).isEqualTo(Proposal.State.WAITING);
        done(decide(as("b.doe"), page, "approve", "Seen the contract."), "applied");
        assertThat(stage.proposal(proposal.id()).state()).isEqualTo(Proposal.State.APPLIED);
        assertThat(stage.proposal(proposal.id()).decidedBy()).isEqualTo("b.doe");
        assertThat(acts(proposal.digest())).contains("proposal_approve");
        assertThat(as("b.doe").get(page).body())
                .contains("This proposal is closed")
                .doesNotContain("<form class=\"act\"");
        assertThat(decide(as("b.doe"), page, "approve", "Again.").statusCode()).isIn(403, 422);
    }

    /** A change of purposes is told with what each rests on and its days, not as columns. */
    @Test
    void aProposalTellsPurposesWithTheirTermsAndDays() {
        var proposal = stage.propose(
                "hope",
                "customer_analytics",
                new PurposeTerms(
                        "contract-2026-17",
                        "consent",
                        Instant.parse("2026-11-02T00:00:00Z"),
                        Instant.parse("2099-11-23T00:00:00Z")));
        var page = "/console/work/proposals/" + proposal.id();
        assertThat(as("b.doe").get(page).body())
                .contains("Count and understand visitors (customer_analytics): legal basis: consent,"
                        + " evidence: contract-2026-17, from 2 Nov 2026, last day 22 Nov 2099")
                .doesNotContain("=contract", "4099075200");
        assertThat(as("b.doe").get(page, "Accept-Language", "fr").body())
                .contains("base légale\u00a0: consent", "dernier jour le 22 nov. 2099");
        done(decide(as("a.lee"), page, "reject", "No contract."), "dropped");
    }

    /** An exemption acts only through a rule that allows for it: the page says what it would permit, or nothing. */
    @Test
    void aProposalOfAnExemptionTellsWhatBecomesPossible() throws IOException {
        var shipped = stage.policies;
        stage.policies = Stage.house(Files.createTempDirectory("exempt"), """
              - {id: reading, effect: permit, match: {capability: detect}}
              - {id: searching, effect: permit, match: {capability: identify, exemption: identify}}
            """);
        try {
            var proposal = stage.proposeExemption("hope", "US-OR");
            var page = "/console/work/proposals/" + proposal.id();
            var shown = as("b.doe").get(page).body();
            assertThat(shown).contains("What becomes possible", proposal.digest());
            assertThat(uses(shown)).isNotEmpty().allMatch(use -> use.contains("for the purpose “"));
            assertThat(uses(as("b.doe").get(page, "Accept-Language", "fr").body()))
                    .hasSameSizeAs(uses(shown));
            var texas = as("b.doe")
                    .get("/console/work/proposals/"
                            + stage.proposeExemption("hope", "US-TX").id())
                    .body();
            assertThat(texas).as("hope is not in Texas").contains("Nothing that the policies in force refuse now");
            assertThat(uses(texas)).isEmpty();
            done(decide(as("c.ash"), page, "approve", "Seen the case."), "applied");
            assertThat(stage.proposal(proposal.id()).decidedBy()).isEqualTo("c.ash");
            assertThat(as("b.doe").get(page).body()).doesNotContain("What becomes possible");
        } finally {
            stage.policies = shipped;
        }
    }

    private static List<String> uses(String page) {
        var list = Pattern.compile("</h3>\\s*<ul>(.*?)</ul>", Pattern.DOTALL).matcher(page);
        return list.find()
                ? Pattern.compile("<li>(.*?)</li>")
                        .matcher(list.group(1))
                        .results()
                        .map(each -> each.group(1))
                        .toList()
                : List.of();
    }

    @Test
    void aProposalIsApprovedByTheDigestThatWasSeen() {
        var proposal = stage.propose("hope", "deceased_identification");
        var page = "/console/work/proposals/" + proposal.id();
        var answer =
                send(as("b.doe"), page, Map.of("decision", "approve", "reason", "Seen.", "digest", "0".repeat(64)));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("The change is not the one that this page showed you");
        done(decide(as("a.lee"), page, "reject", "No contract."), "dropped");
        assertThat(stage.proposal(proposal.id()).state()).isEqualTo(Proposal.State.REJECTED);
    }

    @Test
    void anOfficerAnswersAnAppealAndNobodyElse() {
        var id = stage.appeal("We have a warrant.\n" + WorkStage.HOSTILE);
        var page = "/console/work/appeals/" + id;
        var officer = as("a.lee");
        assertThat(officer.get("/console/work").body()).contains(page, "Waits for an answer. You can answer it.");
        assertThat(officer.get(page).body())
                .contains("Have the operator register what was missing", "Tell next: b.doe, m.roe.")
                .contains("We have a warrant.", "&lt;script&gt;alert(1)&lt;/script&gt;\\u202eevil", "desk@hope.example")
                .doesNotContain("<script>alert");
        var auditor = as("e.fox");
        assertThat(auditor.get(page).body())
                .contains("Only an officer can answer", "Tell next: a.lee, c.ash.")
                .doesNotContain("class=\"act\"");
        assertThat(auditor.post(page, Map.of("form", people.formToken(auditor), "decision", "upheld", "reason", "x"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(AppealRecords.find(stage.search, id).orElseThrow().isOpen()).isTrue();
        done(decide(officer, page, "upheld", "Your warrant is registered now."), "upheld");
        assertThat(AppealRecords.find(stage.search, id).orElseThrow().state()).isEqualTo("upheld");
        assertThat(officer.get(page).body())
                .contains("Upheld", "Your warrant is registered now.", "waits for no answer")
                .contains("an operator must register it. Tell next: b.doe, m.roe.");
        assertThat(officer.get("/console/work").body()).doesNotContain(page);
        assertThat(decide(officer, page, "rejected", "Twice.").statusCode()).isIn(403, 422);
    }

    /** Whom it concerns, what was asked and by which rule it was refused come from the verified record. */
    @Test
    void anAppealTellsTheDecisionThatItIsAgainst() {
        var id = stage.appeal(stage.refuse("purpose_expired"), "The contract was renewed.");
        var page = "/console/work/appeals/" + id;
        var officer = as("a.lee");
        assertThat(officer.get("/console/work").body())
                .contains("data-name=\"Whom it concerns\"><bdi>Metro Police (metro-pd)</bdi>")
                .doesNotContain("see its page");
        assertThat(officer.get(page).body())
                .contains("What was asked", "<code>metro-pd</code>", "facegate/purpose_expired")
                .contains("The evidence for the declared purpose has ended.");
        assertThat(officer.get(page, "Accept-Language", "fr").body()).contains("La décision", "metro-pd");
        assertThat(officer.get("/console/work/appeals/" + stage.appeal("On nothing."))
                        .body())
                .contains("The log has no record of this decision.");
    }

    @Test
    void aFormOfAnotherSessionOrSiteChangesNothing() {
        var id = stage.hold();
        var page = "/console/work/reviews/" + id;
        var browser = as("r.one");
        var own = people.formToken(browser);
        var others = people.formToken(as("r.two"));
        var form = new HashMap<>(Map.of("form", own, "decision", "approve", "reason", "x"));
        for (var token : List.of("", "x", others, own + "x", own.toLowerCase(java.util.Locale.ROOT))) {
            form.put("form", token);
            assertThat(browser.post(page, form).statusCode()).as(token).isEqualTo(403);
        }
        form.remove("form");
        assertThat(browser.post(page, form).statusCode()).isEqualTo(403);
        form.put("form", own);
        for (var header : List.of(
                List.of("Origin", "https://evil.example"),
                List.of("Origin", "null"),
                List.of("Sec-Fetch-Site", "cross-site"),
                List.of("Sec-Fetch-Site", "same-site"),
                List.of("Sec-Fetch-Site", "none"))) {
            assertThat(browser.post(page, form, header.toArray(String[]::new)).statusCode())
                    .isEqualTo(403);
        }
        assertThat(new BrowserStub(server).post(page, form).statusCode()).isEqualTo(401);
        assertThat(stage.held(id).review().approvals()).isEmpty();
        done(browser.post(page, form, "Origin", browser.origin()), "approved");
    }

    @Test
    void aReasonIsOneLineAndAnAnswerIsChosen() {
        var page = "/console/work/reviews/" + stage.hold();
        var browser = as("r.one");
        for (var reason : List.of("", "   ", "two\nlines", "x".repeat(501))) {
            var answer = decide(browser, page, "approve", reason);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("Give a reason in one line");
        }
        for (var decision : List.of("", "release", "APPROVE")) {
            assertThat(decide(browser, page, decision, "Fine. <b>").body())
                    .contains("Choose one of the answers", "Fine. &lt;b&gt;");
        }
        done(decide(browser, page, "approve", "é".repeat(500)), "approved");
    }

    @Test
    void theLocalLoginReadsAndIsToldTheCommands() {
        var held = stage.hold();
        var proposal = stage.propose("hope", "trafficking_victim");
        var appeal = stage.appeal("Please.");
        var browser = local();
        assertThat(browser.get("/console/work").body())
                .contains("change nothing", "/reviews/" + held, "/proposals/" + proposal.id(), "/appeals/" + appeal)
                .contains("<a href=\"/console/decisions/" + appeal + "\"><code>" + appeal + "</code></a>");
        for (var each : Map.of(
                        "/console/work/reviews/" + held,
                        "facegate review approve " + held,
                        "/console/work/proposals/" + proposal.id(),
                        "facegate proposal approve " + proposal.id() + " --digest " + proposal.digest(),
                        "/console/work/appeals/" + appeal,
                        "facegate appeal answer " + appeal)
                .entrySet()) {
            assertThat(browser.get(each.getKey()).body())
                    .contains(each.getValue())
                    .doesNotContain("class=\"act\"");
            assertThat(browser.post(each.getKey(), Map.of("decision", "approve", "reason", "x"))
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(stage.held(held).review().approvals()).isEmpty();
    }

    @Test
    void anAuthorisationIsFiledByOneOfficerAndGrantedByAnother() {
        var id = stage.authorise(Instant.now().plus(Duration.ofHours(13).plusMinutes(5)), "stop_on_rejection");
        var page = "/console/work/authorisations/" + id;
        var first = as("a.lee");
        assertThat(first.get("/console/work").body()).contains(page, "Authorisation to file", "13 hours left");
        assertThat(first.get(page).body()).contains("Not filed yet", "13 hours left", "metro-pd", "datetime-local");
        var filing = Map.of(
                "decision", "file",
                "reason", "12 Gs 481/26 <script>",
                "authority", "Amtsgericht Mitte",
                "requested", "2026-11-25T10:00");
        for (var wrong :
                Map.of("requested", "soon", "authority", "a|b", "reason", "").entrySet()) {
            var fields = new HashMap<>(filing);
            fields.put(wrong.getKey(), wrong.getValue());
            assertThat(send(first, page, fields).statusCode()).isEqualTo(422);
        }
        done(send(first, page, filing), "authorisation");
        assertThat(first.get(page).body())
                .contains("Filed, not answered", "12 Gs 481/26 &lt;script&gt;", "a.lee")
                .doesNotContain("<script>alert");
        assertThat(decide(first, page, "grant", "I agree with myself.").body()).contains("second person");
        assertThat(decide(as("e.fox"), page, "grant", "x").statusCode()).isIn(403, 422);
        done(decide(as("c.ash"), page, "grant", "Order of 25 November."), "authorisation");
        assertThat(acts(id)).containsSubsequence("authorisation_file", "authorisation_grant");
        assertThat(first.get("/console/work").body()).doesNotContain(page);
        assertThat(first.get("/console/decisions/" + id).statusCode()).isIn(200, 404);
        done(decide(first, page, "reject", "Annulled."), "authorisation");
        assertThat(first.get("/console/work").body()).contains(page, "Duty to do: stop");
    }

    @Test
    void aStopIsEndedByTwoOfficersAndADeletionConfirmed() {
        var id = stage.authorise(Instant.now().minusSeconds(5), "stop_on_rejection", "purge_on_rejection");
        var page = "/console/work/authorisations/" + id;
        var first = as("a.lee");
        assertThat(first.get("/console/work").body()).contains(page, "Duty to do: stop, deletion", "Time ran out");
        assertThat(decide(first, page, "file", "Too late.").statusCode()).isEqualTo(422);
        done(decide(first, page, "request-lift", "A new order."), "authorisation");
        assertThat(decide(first, page, "confirm-lift", "Me again.").statusCode())
                .isEqualTo(422);
        done(decide(as("c.ash"), page, "confirm-lift", "Seen."), "authorisation");
        assertThat(first.get("/console/work", "Accept-Language", "fr").body())
                .contains(page, "Suite à donner", "effacement");
        done(decide(first, page, "confirm-deletion", "All gone."), "authorisation");
        assertThat(first.get("/console/work").body()).doesNotContain(page);
        assertThat(local().get(page).body())
                .contains("Nothing is left to do here")
                .doesNotContain("class=\"act\"");
        assertThat(local().get("/console/work/authorisations/none").statusCode())
                .isEqualTo(404);
    }

    @Test
    void whoWasRemovedMeanwhileDecidesNothing() {
        var id = stage.hold();
        var page = "/console/work/reviews/" + id;
        var browser = as("r.two");
        var token = people.formToken(browser);
        people.registered.remove("r.two");
        assertThat(browser.post(page, Map.of("form", token, "decision", "approve", "reason", "x"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(stage.held(id).review().approvals()).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaidSo() {
        var browser = as("a.lee");
        for (var page : List.of(
                "/console/work/reviews/none",
                "/console/work/proposals/p-none",
                "/console/work/appeals/none",
                "/console/work/proposals/%3Cscript%3E")) {
            var answer = browser.get(page);
            assertThat(answer.statusCode()).as(page).isEqualTo(404);
            assertThat(answer.body()).doesNotContain("<script>");
        }
        assertThat(browser.get("/console/work?done=%3Cscript%3E").body()).doesNotContain("%3C", "class=\"done\"");
    }

    /** Somebody who can write to the data folder makes an answer need one person less. */
    @Test
    void aHeldAnswerThatWasChangedOutsideIsRedAndNeverReleased() {
        var id = stage.hold();
        var page = "/console/work/reviews/" + id;
        var reviewer = as("r.one");
        stage.write("held/held.db", "UPDATE held SET required = 1 WHERE id = '" + id + "'");
        try {
            assertThat(reviewer.get("/console/work").body())
                    .contains("An answer that is held was changed outside Facegate")
                    .doesNotContain(id);
            assertThat(reviewer.get(page).statusCode()).isEqualTo(404);
            assertThat(reviewer.post(
                                    page,
                                    Map.of("form", people.formToken(reviewer), "decision", "approve", "reason", "x"))
                            .statusCode())
                    .isNotEqualTo(303);
        } finally {
            stage.write("held/held.db", "UPDATE held SET required = 2 WHERE id = '" + id + "'");
        }
        assertThat(reviewer.get("/console/work").body())
                .contains(id)
                .doesNotContain("An answer that is held was changed outside Facegate");
    }

    @Test
    void aProposalThatWasChangedOutsideIsNeitherShownNorApproved() {
        var proposal = stage.propose("hope", "redaction");
        var page = "/console/work/proposals/" + proposal.id();
        var operator = as("b.doe");
        var change = "UPDATE proposal SET document = replace(document, '\"m.roe\"', '\"%s\"') WHERE id = '"
                + proposal.id() + "'";
        stage.write("registry.db", change.formatted("x.roe"));
        try {
            assertThat(operator.get("/console/work").body()).doesNotContain(proposal.id());
            assertThat(operator.get(page).statusCode()).isIn(404, 500);
            assertThat(operator.post(
                                    page,
                                    Map.of(
                                            "form",
                                            people.formToken(operator),
                                            "decision",
                                            "approve",
                                            "digest",
                                            proposal.digest(),
                                            "reason",
                                            "x"))
                            .statusCode())
                    .isNotEqualTo(303);
        } finally {
            stage.write("registry.db", change.replace("m.roe", "x.roe").formatted("m.roe"));
        }
        assertThat(stage.proposal(proposal.id()).state()).isEqualTo(Proposal.State.WAITING);
        assertThat(operator.get("/console/work").body()).contains(proposal.id());
    }

    @Test
    void whatEndsIsAlsoRulesAndTheGatewaysOwnCertificate() {
        assertThat(as("e.fox").get("/console/work").body())
                .contains("<a href=\"/console/calendar\">Rule</a>", "town/summer")
                .contains("<a href=\"/console/integrity\">Certificate of the gateway</a>")
                .contains("It could not be read what ends of: Evidence.");
    }

    @Test
    void whoLooksIsOnRecord() {
        var id = stage.hold();
        as("e.fox").get("/console/work");
        as("e.fox").get("/console/work/reviews/" + id);
        assertThat(stage.views)
                .extracting(act -> act.subject() + ' ' + act.person())
                .contains(id + " e.fox");
        assertThat(new People(stage.access("m.roe")).list()).isNotEmpty();
    }

    @Test
    void thePageSpeaksFrench() {
        stage.hold();
        assertThat(as("r.one").get("/console/work", "Accept-Language", "fr").body())
                .contains("Réponses à examiner", "0 approbation(s) sur 2", "encore 6 jours");
    }
}
