package io.facegate.app.notice;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(target.webhook().address().isPrivate()).isTrue();
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
}
