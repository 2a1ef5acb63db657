package io.facegate.app.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.SelfSigned;
import io.facegate.app.mail.MailReceiverSettings;
import io.facegate.app.mail.SmtpReceiver;
import io.facegate.app.mail.SmtpSettings;
import io.facegate.app.mail.SmtpSettings.Security;
import io.facegate.app.webhook.HttpsAddress;
import io.facegate.app.webhook.WebhookEndpoint;
import io.facegate.app.webhook.WebhookReceiver;
import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.authorisation.Authorisation;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.ledger.authorisation.AuthorisationIndex;
import io.facegate.ledger.authorisation.AuthorisationSample;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.policy.vocabulary.Language;
import io.facegate.registry.HeldResponse;
import io.facegate.registry.Proposal;
import io.facegate.usecase.notice.Reminders;
import io.facegate.usecase.overview.UpcomingEnd;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is raised reaches a webhook or a mail server: signed, in order, at least once, also after failures and restarts. */
class NoticeDeliveryTest {

    @TempDir
    private Path data;

    private Ledger ledger;
    private WebhookReceiver receiver;
    private Path secret;
    private final List<Long> damaged = new ArrayList<>();
    private final List<UpcomingEnd> ends = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        ledger = Ledger.open(data, Sample.SETTINGS);
        receiver = WebhookReceiver.start();
        secret = Files.writeString(data.resolve("desk.secret"), WebhookReceiver.SECRET);
    }

    @AfterEach
    void close() {
        receiver.close();
        ledger.close();
    }

    private NoticeJob start(Language language) {
        return start(receiver("desk", receiver.url(), language));
    }

    private NoticeReceiver receiver(String name, URI url, Language language) {
        return new NoticeReceiver(
                name, new NoticeTarget.Webhook(new WebhookEndpoint(new HttpsAddress(url, false), secret)), language);
    }

    private NoticeJob start(NoticeReceiver target) {
        return NoticeJob.start(List.of(target), LedgerAddress.ofFolder(data), ledger, new Sources());
    }

    private final class Sources implements Reminders.Sources {
        @Override
        public List<Authorisation> authorisations(Instant now) {
            try (var records = RecordSearch.open(data)) {
                var index = new AuthorisationIndex();
                index.read(records);
                return index.unsettled(now);
            }
        }

        @Override
        public List<HeldResponse> reviews(Instant now) {
            return List.of();
        }

        @Override
        public List<Proposal> proposals() {
            return List.of();
        }

        @Override
        public List<UpcomingEnd> ends(Instant now) {
            return ends;
        }

        @Override
        public List<Long> notWhole() {
            return damaged;
        }
    }

    private String lapse(String... duties) {
        var decision = AuthorisationSample.permit(ledger, Instant.now().minusSeconds(1), duties);
        ledger.recordAct(new Administrative(AuthorisationAct.LAPSE.act(), decision, Instant.now()));
        return decision;
    }

    @Test
    void aChangePastTheLoginsIsToldAtOnce() {
        try (var job = start(Language.EN)) {
            Await.until(() -> Files.exists(data.resolve("notify-desk.position")));
            ledger.recordAct(new Administrative("break_glass", "key_mint", "m.roe", Instant.now()));
            Await.until(() -> !receiver.received.isEmpty());
            var one = receiver.received.getFirst();
            assertThat(one.isSigned()).isTrue();
            assertThat(types()).containsExactly("registry.break_glass");
            assertThat(one.body().path("urgent").asBoolean()).isTrue();
            assertThat(one.body().path("data").toString()).isEqualTo("{\"act\":\"key_mint\"}");
            assertThat(job.problem()).isNull();
        }
    }

    private List<String> types() {
        return receiver.received.stream()
                .map(one -> one.body().path("type").asText())
                .toList();
    }

    @Test
    void aDutyIsSentSignedWithItsDecision() throws IOException {
        lapse();
        try (var job = start(Language.EN)) {
            // The position is on disk once the job has begun; what was before it is not sent.
            Await.until(() -> Files.exists(data.resolve("notify-desk.position")));
            var decision = lapse("stop_on_rejection", "purge_on_rejection");
            Await.until(() -> !receiver.received.isEmpty());
            var one = receiver.received.getFirst();
            assertThat(one.isSigned()).isTrue();
            assertThat(one.body().path("type").asText()).isEqualTo("authorisation.lapsed");
            assertThat(one.body().path("data").path("decision").asText()).isEqualTo(decision);
            assertThat(one.body().path("data").path("duties").toString()).isEqualTo("[\"stop\",\"purge\"]");
            assertThat(one.body().path("text").asText())
                    .contains("ran out", "calls that need it are refused and data, results and outputs are deleted");
            reject();
            Await.until(() -> receiver.received.size() == 2);
            assertThat(receiver.received.getLast().body().toString())
                    .contains("authorisation.rejected")
                    .doesNotContain("Zoë", "Because of");
            assertThat(job.problem()).isNull();
        }
    }

    /** An authorisation with these duties that somebody rejects; returns its decision. */
    private String reject(String... duties) {
        var decision = AuthorisationSample.permit(ledger, Instant.now().plusSeconds(90_000), duties);
        ledger.recordAct(AuthorisationSample.act(decision, AuthorisationAct.REJECT, "Zoë Roe"));
        return decision;
    }

    /** The duty is the rule's, so the notice says it whether the time ran out or somebody rejected the authorisation. */
    @Test
    void aRejectionTellsThatTheOrganisationIsSuspended() {
        try (var job = start(Language.EN)) {
            Await.until(() -> Files.exists(data.resolve("notify-desk.position")));
            var decision = reject("suspend_on_rejection", "stop_on_rejection");
            Await.until(() -> !receiver.received.isEmpty());
            var one = receiver.received.getFirst().body();
            assertThat(one.path("type").asText()).isEqualTo("authorisation.rejected");
            assertThat(one.path("urgent").asBoolean()).isTrue();
            assertThat(one.path("data").path("decision").asText()).isEqualTo(decision);
            assertThat(one.path("data").path("duties").toString()).isEqualTo("[\"stop\",\"suspend\"]");
            assertThat(one.path("text").asText()).contains("was rejected", "suspended");
            reject();
            Await.until(() -> receiver.received.size() == 2);
            assertThat(receiver.received.getLast().body().toString())
                    .as("the control")
                    .doesNotContain("suspend");
            assertThat(job.problem()).isNull();
        }
    }

    /** A gateway that is killed between the record and its delivery sends it when it runs again. */
    @Test
    void whatWasNotAcceptedIsSentAgainAfterARestart() {
        receiver.status = 503;
        try (var job = start(Language.FR)) {
            Await.until(() -> Files.exists(data.resolve("notify-desk.position")));
            for (int number = 0; number < 5; number++) {
                lapse("stop_on_rejection");
            }
            Await.until(() -> receiver.refused.get() > 1);
            assertThat(job.problem()).isEqualTo("it answered 503");
        }
        receiver.status = 200;
        try (var job = start(Language.FR)) {
            Await.until(() -> receiver.received.size() >= 5);
            assertThat(receiver.received)
                    .extracting(WebhookReceiver.Received::id)
                    .doesNotHaveDuplicates();
            assertThat(receiver.received.getFirst().body().path("text").asText())
                    .contains("Le délai");
            assertThat(job.problem()).isNull();
        }
        try (var job = start(Language.FR)) {
            lapse();
            Await.until(() -> receiver.received.size() == 6);
            assertThat(job.problem()).isNull();
        }
    }

    @Test
    void aRedirectIsNotFollowedAndAPrivateAddressIsRefused() {
        receiver.status = 302;
        try (var job = start(Language.EN)) {
            Await.until(() -> Files.exists(data.resolve("notify-desk.position")));
            lapse();
            Await.until(() -> job.problem() != null);
            assertThat(job.problem()).isEqualTo("it answered 302");
        }
        var near = receiver("near", URI.create("https://10.0.0.1/hook"), Language.EN);
        try (var job = start(near)) {
            Await.until(() -> Files.exists(data.resolve("notify-near.position")));
            lapse();
            Await.until(() -> job.problem() != null);
            assertThat(job.problem()).contains("private address").doesNotContain("10.0.0.1", "whsec");
        }
        assertThat(receiver.received).isEmpty();
    }

    /** As a webhook is: after failures, once each, with nothing that a person wrote, and a page to open. */
    @Test
    void aMailTellsTheSameOnceTheServerTakesIt() throws Exception {
        try (var server = SmtpReceiver.start(SelfSigned.identity(data, "dns:localhost"))) {
            server.toReceiver = "451 later";
            var mail = new MailReceiverSettings(
                    new SmtpSettings(
                            "localhost", server.port(), Security.STARTTLS, null, data.resolve("vendor.pem"), false),
                    "gate@example.org",
                    List.of("officer@example.org"));
            var target = new NoticeTarget.Mail(mail, URI.create("https://gate.example.org:8443"));
            try (var job = start(new NoticeReceiver("office", target, Language.FR))) {
                Await.until(() -> Files.exists(data.resolve("notify-office.position")));
                var decision = lapse("stop_on_rejection");
                Await.until(() -> job.problem() != null);
                assertThat(job.problem()).isEqualTo("it answered 451");
                ledger.recordAct(new Administrative(Reminders.ACT, "end:key:hope:k1:2026-12-28:30d", Instant.now()));
                server.toReceiver = "250 OK";
                Await.until(() -> server.received.size() == 2);
                var first = decoded(server.received.getFirst());
                assertThat(first).contains("Le délai", "https://gate.example.org:8443/console/decisions/" + decision);
                assertThat(decoded(server.received.getLast()))
                        .contains(
                                "La clé k1 (hope) prend fin le 2026-12-28.", "https://gate.example.org:8443/console\n");
                Await.until(() -> job.problem() == null);
            }
        }
    }

    private static String decoded(SmtpReceiver.Received one) throws Exception {
        var mail = new MimeMessage(
                null, new ByteArrayInputStream(String.join("\r\n", one.lines()).getBytes(StandardCharsets.UTF_8)));
        return mail.getSubject() + "\n" + mail.getContent().toString().replace("\r", "");
    }

    @Test
    void eachReminderIsSentOnce() {
        damaged.add(12L);
        ends.add(new UpcomingEnd(
                UpcomingEnd.Kind.EVIDENCE, "hope", "a:b", Instant.now().plus(Duration.ofDays(20))));
        AuthorisationSample.permit(ledger, Instant.now().plus(Duration.ofMinutes(90)));
        for (int run = 0; run < 2; run++) {
            try (var job = start(Language.EN)) {
                Await.until(() -> Files.exists(data.resolve("notify-desk.position")));
                if (run == 0) {
                    Await.until(() -> reminders() == 3);
                }
                assertThat(job.problem()).isNull();
            }
        }
        assertThat(reminders()).isEqualTo(3);
    }

    private long reminders() {
        return io.facegate.ledger.Records.of(data).stream()
                .filter(line -> line.contains("\"act\":\"reminder\""))
                .count();
    }

    @Test
    void aReminderTellsWhatAndWhen() {
        try (var job = start(Language.EN)) {
            Await.until(() -> Files.exists(data.resolve("notify-desk.position")));
            for (var subject : List.of(
                    "authorisation:d:due:6h",
                    "end:evidence:hope:a:b:2026-12-28:30d",
                    "end:person_certificate::0123456789abcdef:2026-12-29:30d",
                    "log:12",
                    "review:r",
                    "proposal:p")) {
                ledger.recordAct(new Administrative(Reminders.ACT, subject, Instant.now()));
            }
            Await.until(() -> receiver.received.size() == 6);
            assertThat(types())
                    .containsExactly(
                            "reminder.authorisation",
                            "reminder.end",
                            "reminder.end",
                            "reminder.log",
                            "reminder.review",
                            "reminder.proposal");
            assertThat(receiver.received)
                    .extracting(one -> one.body().path("text").asText())
                    .contains(
                            "The authorisation of decision d must be filed within 6h.",
                            "The evidence a:b (hope) ends on 2026-12-28.",
                            "A client certificate of a person ends on 2026-12-29. To see whose, run:"
                                    + " facegate registry expiring",
                            "The log does not verify at record 12. Run: facegate ledger verify");
            assertThat(job.problem()).isNull();
        }
    }

    /** A changed ledger stops, so this notice alone cannot be a record first. */
    @Test
    void aLedgerThatWasChangedIsToldThoughNothingCanBeRecorded() throws Exception {
        for (int number = 0; number < 20; number++) {
            lapse();
        }
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var change = file.createStatement()) {
            change.execute(
                    "UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), 'metro-pd', 'metro-pp') AS BLOB)");
        }
        Await.until(() -> ledger.stopReason() != null || !isRecording());
        damaged.add(3L);
        receiver.status = 200;
        try (var job = start(Language.EN)) {
            Await.until(() -> !receiver.received.isEmpty());
            var one = receiver.received.getFirst();
            assertThat(one.isSigned()).isTrue();
            assertThat(one.id()).startsWith("log-3-");
            assertThat(one.body().path("text").asText()).startsWith("The log does not verify at record 3.");
            assertThat(job.problem()).isNotNull();
        }
    }

    private boolean isRecording() {
        try {
            ledger.recordAct(new Administrative("org_add", "hope", Instant.now()));
            return true;
        } catch (Fault.LedgerDown stopped) {
            return false;
        }
    }
}
