package io.facegate.app.notice;

import io.facegate.app.files.StrictYamlFile;
import io.facegate.app.mail.MailReceiverSettings;
import io.facegate.app.webhook.HttpsAddress;
import io.facegate.app.webhook.WebhookEndpoint;
import io.facegate.policy.vocabulary.Language;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The file of {@code --notify}: who is told. Parsed strictly: a misspelt key is an error. */
public final class NoticeReceiversFile {
    private static final Set<String> SETTINGS =
            Set.of("name", "url", "secret", "language", "private", "mail", "console");
    private static final int MOST = 20;

    private final StrictYamlFile file;

    private NoticeReceiversFile(Path path) {
        this.file = new StrictYamlFile(path, "docs/notices.md");
    }

    /**
     * Reads the receivers of a file.
     *
     * @throws IllegalArgumentException with a sentence for the operator when the file is missing or malformed
     */
    public static List<NoticeReceiver> read(Path path) {
        return new NoticeReceiversFile(path).receivers();
    }

    /** Why the file is no such file, or null. */
    public static @Nullable String problem(@Nullable Path path) {
        try {
            if (path != null) {
                read(path);
            }
            return null;
        } catch (IllegalArgumentException unfit) {
            return "--notify: " + unfit.getMessage();
        }
    }

    private List<NoticeReceiver> receivers() {
        var entries = file.entries("receivers", SETTINGS);
        file.require(entries.size() <= MOST, "it may name " + MOST + " receivers");
        var names = new HashSet<String>();
        var all = entries.stream().map(this::receiver).toList();
        all.forEach(one -> file.require(names.add(one.name()), "two receivers have the name " + one.name()));
        return all;
    }

    private NoticeReceiver receiver(Map<?, ?> entry) {
        var name = file.name(entry);
        return new NoticeReceiver(name, target(entry, name), language(entry.get("language")));
    }

    private NoticeTarget target(Map<?, ?> entry, String name) {
        if (entry.get("mail") == null) {
            file.require(entry.get("console") == null, "console is a setting of a receiver with mail");
            return new NoticeTarget.Webhook(WebhookEndpoint.read(file, entry, name));
        }
        for (var other : List.of("url", "secret", "private")) {
            file.require(entry.get(other) == null, name + " has mail, so " + other + " is not allowed");
        }
        return new NoticeTarget.Mail(
                MailReceiverSettings.read(file, entry.get("mail"), name),
                console(file.text(entry.get("console"), "console of " + name)));
    }

    private URI console(String text) {
        try {
            var url = new URI(text);
            boolean secure = "https".equals(url.getScheme());
            boolean near = "http".equals(url.getScheme()) && HttpsAddress.isLoopback(String.valueOf(url.getHost()));
            boolean isPlain = url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && Set.of("", "/").contains(url.getRawPath());
            file.require(
                    isPlain && (secure || near),
                    "console is the https address of a host, such as https://gateway.example.org:8443");
            return url;
        } catch (URISyntaxException malformed) {
            throw file.error("console is malformed");
        }
    }

    private Language language(@Nullable Object word) {
        if (word == null) {
            return Language.EN;
        }
        return Stream.of(Language.values())
                .filter(one -> one.code().equals(word))
                .findFirst()
                .orElseThrow(() -> file.error("language is en or fr"));
    }
}
