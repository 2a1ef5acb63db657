package io.facegate.console.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.console.ConsoleAlone;
import io.facegate.console.ConsoleLogin;
import io.facegate.console.ConsoleRooms;
import io.facegate.console.TestVisitor;
import io.facegate.ledger.audit.AuditState;
import io.facegate.usecase.registry.ApplicableQuotas;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages of organisations over HTTP. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class OrganisationsPageTest {
    @TestHTTPResource("/")
    URI server;

    @Inject
    ConsoleLogin login;

    @Inject
    ConsoleRooms rooms;

    @Inject
    RegistryRooms registry;

    private TestVisitor officer;

    @BeforeEach
    void logIn() throws Exception {
        rooms.audited = AuditState.NONE;
        rooms.down = false;
        officer = new TestVisitor(server, login);
        rooms.acts.clear();
        registry.quotas = RegistryRooms.QUOTAS;
    }

    @Test
    void organisationsAreListedByNameFiftyToAPage() throws Exception {
        var first = officer.get("/console/organisations").body();
        assertThat(first)
                .contains("64 organisations; showing from 1 to 50.", "Charity 100", "page=2", "no end is set")
                .doesNotContain("Umbrella of Charities");
        assertThat(officer.get("/console/organisations?page=2").body())
                .contains("Umbrella of Charities", "page=1")
                .doesNotContain("page=3");
        assertThat(officer.get("/console/organisations?name=hope+child").body())
                .contains("Hope for Children", "1 organisations")
                .doesNotContain("Charity 100");
        assertThat(officer.get("/console/organisations?name=nobody").body()).contains("No organisation matches");
        assertThat(officer.get("/console/organisations?page=99999").statusCode())
                .isEqualTo(200);
        assertThat(officer.getInFrench("/console/organisations").body()).contains("Vérifiée jusqu’au (inclus)");
    }

    @Test
    void aPageTellsWhoVerifiedAnOrganisationAndWhatItsKeysDid() throws Exception {
        var page = officer.get("/console/organisations/hope").body();
        assertThat(page)
                .contains(
                        "Hope for Children",
                        "m.roe",
                        "charity register",
                        "Verified to the end of",
                        "4 Jan 2099",
                        "/console/organisations/umbrella",
                        registry.key,
                        "children-day",
                        "/console/decisions?organisation=hope&amp;outcome=refuse&amp;sandbox=no",
                        "6*")
                .doesNotContain("secret_access");
        assertThat(rooms.acts).singleElement().satisfies(act -> {
            assertThat(act.act()).isEqualTo("view");
            assertThat(act.subject()).isEqualTo("organisation/hope");
        });
    }

    @Test
    void itsAppealsAreListedWithTheirStateAndDayAndLeadToTheDecisions() throws Exception {
        var day = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.UK).format(LocalDate.now(ZoneOffset.UTC));
        var decision = "<a href=\"/console/decisions/" + registry.appealed + "\"><code>" + registry.appealed;
        assertThat(appeals(officer.get("/console/organisations/hope").body()))
                .containsOnlyOnce("<li>")
                .contains(decision + "</code></a>: rejected, " + day);
        assertThat(appeals(officer.getInFrench("/console/organisations/hope").body()))
                .contains(decision, "rejeté, ");
        assertThat(appeals(officer.get("/console/organisations/umbrella").body()))
                .contains("class=\"none\"")
                .doesNotContain("<li>");
    }

    private static String appeals(String page) {
        return page.split("aria-labelledby=\"appeals\"", 2)[1].split("</section>", 2)[0];
    }

    @Test
    void quotasStandInATableWithWhatIsLeftAndWhereEachComesFrom() throws Exception {
        var hope = "/console/organisations/hope";
        assertThat(cells(officer.get(hope).body()))
                .contains("The quotas come from the registry and hold at all its gateways.")
                .contains("children-day | calls a day: 1,000 | 900 | All calls | This organisation |")
                .contains("pace-second | 20.5 calls a second, bursts of up to 40 | counted for each key |"
                        + " Calls of each key by itself | Every organisation |")
                .containsPattern("searches-month \\| calls a month: 500 \\| not known now \\| All calls; [^|]+;"
                        + " answered by Amazon Rekognition \\| Every organisation \\|");
        assertThat(officer.getInFrench(hope).body())
                .contains("Les quotas viennent du registre", "appels par jour : 1\u202f000");
        registry.quotas = new ApplicableQuotas(ApplicableQuotas.Origin.FILE, List.of());
        assertThat(officer.get(hope).body()).contains("come from its own file", "No quota applies to it.");
        registry.quotas = new ApplicableQuotas(ApplicableQuotas.Origin.NONE, List.of());
        assertThat(officer.get(hope).body()).contains("has no quotas").doesNotContain("No quota applies to it.");
        registry.quotas = new ApplicableQuotas(ApplicableQuotas.Origin.UNKNOWN, List.of());
        assertThat(officer.get(hope).body())
                .contains("It is not known which quotas hold.")
                .doesNotContain("No quota applies to it.", "has no quotas");
    }

    /** The texts of a page, with a bar after each cell of a table. */
    private static String cells(String page) {
        return page.replaceAll("</t[dh]>", " | ").replaceAll("<[^>]*>", "").replaceAll("\\s+", " ");
    }

    @Test
    void whatItMayDoIsAPageOfItsOwn() throws Exception {
        assertThat(officer.get("/console/organisations/hope/permissions").body())
                .contains(
                        "What it may do",
                        "What it may not do",
                        "It depends on the single call: Similarity asked for",
                        "base/nonprofit-detect",
                        "Facegate’s own API");
        assertThat(officer.get("/console/organisations/nobody/permissions").statusCode())
                .isEqualTo(404);
    }

    /** Somebody wrote to the registry's file: nothing that the row says is shown. */
    @Test
    void aChangedRowIsToldAndNotShown() throws Exception {
        assertThat(officer.get("/console/organisations").body())
                .contains("Rows of the registry were changed outside Facegate", "organisation/forged")
                .doesNotContain("Forged Name");
        for (var path : new String[] {"/console/organisations/forged", "/console/organisations/forged/permissions"}) {
            var page = officer.get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(500);
            assertThat(page.body()).contains("Changed outside Facegate").doesNotContain("Forged Name", "Genuine Name");
        }
    }

    @Test
    void hostileNamesAreText() throws Exception {
        for (var path : new String[] {
            "/console/organisations?name=%3Cscript%3E",
            "/console/organisations/hostile",
            "/console/organisations/hope",
            "/console/organisations/hope/permissions",
            "/console/organisations/%3Cscript%3E"
        }) {
            var page = officer.get(path);
            assertThat(page.statusCode()).as(path).isIn(200, 404);
            assertThat(page.body())
                    .as(path)
                    .doesNotContain("<script>")
                    .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=|https?://");
        }
        assertThat(officer.get("/console/organisations/hostile").body()).contains("&lt;script&gt;");
    }

    @Test
    void whatCannotBeRecordedIsNotShown() throws Exception {
        rooms.down = true;
        assertThat(officer.get("/console/organisations/hope").statusCode()).isEqualTo(503);
        assertThat(officer.get("/console/organisations/hope/permissions").statusCode())
                .isEqualTo(503);
        assertThat(officer.getLoggedOut("/console/organisations").statusCode()).isEqualTo(401);
    }
}
