package io.facegate.app.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.app.mail.SmtpSettings;
import io.facegate.app.webhook.WebhookReceiver;
import io.facegate.policy.vocabulary.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of those who are told is read strictly, and its messages hold no secret. */
class NoticeReceiversFileTest {
    @TempDir
    private Path folder;

    private String problem(String target) throws IOException {
        Files.writeString(folder.resolve("good"), WebhookReceiver.SECRET);
        Files.writeString(folder.resolve("bad"), "whsec_c2hvcnQ=");
        var file = Files.writeString(folder.resolve("notify.yaml"), "receivers:\n- {" + target + "}\n");
        return String.valueOf(NoticeReceiversFile.problem(file));
    }

    @Test
    void whatIsRightIsRead() throws IOException {
        assertThat(problem(
                        "name: desk, url: \"https://hooks.example.org/a\", secret: good, language: fr, private: true"))
                .isEqualTo("null");
        var target = NoticeReceiversFile.read(folder.resolve("notify.yaml")).getFirst();
        assertThat(target.language()).isEqualTo(Language.FR);
        assertThat(target.target())
                .isInstanceOfSatisfying(
                        NoticeTarget.Webhook.class,
                        webhook -> assertThat(webhook.endpoint().address().isPrivate())
                                .isTrue());
        assertThat(problem("name: desk, url: \"http://127.0.0.1:8099/a\", secret: good"))
                .isEqualTo("null");
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        assertThat(problem("name: desk, url: \"http://hooks.example.org/a\", secret: good"))
                .contains("https://");
        assertThat(problem("name: desk, url: \"http://127.0.0.1.example.org/a\", secret: good"))
                .contains("https://");
        assertThat(problem("name: desk, url: \"https://u:p@hooks.example.org/a\", secret: good"))
                .contains("no user")
                .doesNotContain("u:p");
        assertThat(problem("name: desk, url: \"https://hooks.example.org\", secret: bad"))
                .contains("24 to 64 bytes")
                .doesNotContain("whsec_c2");
        assertThat(problem("name: desk, url: \"https://hooks.example.org\", secret: none"))
                .contains("secret of desk");
        assertThat(problem("name: A desk, url: \"https://hooks.example.org\", secret: good"))
                .contains("a name is");
        assertThat(problem("name: desk, url: \"https://hooks.example.org\", secret: good, langage: fr"))
                .contains("no setting langage");
        assertThat(problem("name: desk, url: \"https://hooks.example.org\", secret: good, language: de"))
                .contains("language is en or fr");
    }

    private String mailProblem(String settings) throws IOException {
        Files.writeString(folder.resolve("word"), "a pass word\n");
        Files.writeString(folder.resolve("empty"), "\n");
        return problem("name: office, console: \"https://gate.example.org:8443\", mail: {" + settings + "}");
    }

    @Test
    void mailIsRead() throws IOException {
        assertThat(mailProblem("server: smtp.example.org, user: gate, password: word, from: gate@example.org,"
                        + " to: [officer@example.org, dpo@example.org]"))
                .isEqualTo("null");
        var mail = (NoticeTarget.Mail) NoticeReceiversFile.read(folder.resolve("notify.yaml"))
                .getFirst()
                .target();
        var server = mail.endpoint().server();
        assertThat(server.port()).isEqualTo(587);
        assertThat(server.security()).isEqualTo(SmtpSettings.Security.STARTTLS);
        assertThat(mail.endpoint().to()).containsExactly("officer@example.org", "dpo@example.org");
        assertThat(mailProblem("server: 127.0.0.1, port: 2525, security: none, from: a@b, to: [c@d]"))
                .isEqualTo("null");
    }

    @Test
    void whatIsWrongAboutMailIsSaid() throws IOException {
        var rest = ", from: gate@example.org, to: [officer@example.org]";
        assertThat(mailProblem("server: smtp.example.org, security: none" + rest))
                .contains("on this machine alone");
        assertThat(mailProblem("server: smtp.example.org, security: maybe" + rest))
                .contains("starttls, tls or none");
        assertThat(mailProblem("server: smtp.example.org, port: 70000" + rest)).contains("65535");
        assertThat(mailProblem("server: \"smtp.example.org:25\"" + rest)).contains("name or address of a host");
        assertThat(mailProblem("server: smtp.example.org, user: gate" + rest)).contains("go together");
        assertThat(mailProblem("server: smtp.example.org, user: gate, password: empty" + rest))
                .contains("password in its first line");
        assertThat(mailProblem("server: smtp.example.org, sender: gate" + rest)).contains("no setting sender");
        for (var address : new String[] {
            "officer", "An Officer <officer@example.org>", "a@b\\r\\nBcc: c@d", "a b@example.org", "a@b, c@d", "<a@b>"
        }) {
            assertThat(mailProblem("server: smtp.example.org, from: gate@example.org, to: [\"" + address + "\"]"))
                    .as(address)
                    .contains("a mail address is like");
        }
        assertThat(mailProblem("server: smtp.example.org, from: gate@example.org, to: []"))
                .contains("must list 1 to 20 addresses");
        var mail = "mail: {server: smtp.example.org" + rest + "}";
        assertThat(problem("name: office, " + mail)).contains("console of office");
        assertThat(problem("name: office, console: \"http://gate.example.org\", " + mail))
                .contains("https address of a host");
        assertThat(problem("name: office, console: \"https://gate.example.org/x\", " + mail))
                .contains("https address of a host");
        assertThat(problem("name: office, console: \"https://gate.example.org\", secret: good, " + mail))
                .contains("so secret is not allowed");
    }
}
