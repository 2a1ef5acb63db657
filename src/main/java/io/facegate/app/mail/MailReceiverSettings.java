package io.facegate.app.mail;

import io.facegate.app.files.StrictYamlFile;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * To whom mail is sent, in whose name and by which server.
 *
 * @param from the sender's address
 * @param to the receivers' addresses, who see each other
 */
public record MailReceiverSettings(SmtpSettings server, String from, List<String> to) {
    private static final Set<String> SETTINGS =
            Set.of("server", "port", "security", "user", "password", "ca", "private", "from", "to");

    /** Less than standards allow: no quotes, no comments, nothing that a header could be made of. */
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9._%+/=~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,188}[A-Za-z0-9])?");

    private static final int MOST = 20;

    public MailReceiverSettings {
        to = List.copyOf(to);
    }

    /**
     * Reads the setting {@code mail} of an entry of a file.
     *
     * @param name the name of the entry, for messages
     * @throws IllegalArgumentException with a sentence for the operator
     */
    public static MailReceiverSettings read(StrictYamlFile file, @Nullable Object mail, String name) {
        var entry = file.map(mail, "mail of " + name);
        entry.keySet()
                .forEach(key -> file.require(
                        SETTINGS.contains(String.valueOf(key)), "there is no setting " + key + " of mail"));
        var to = file.texts(entry.get("to"), "to of " + name);
        file.require(!to.isEmpty() && to.size() <= MOST, "to of " + name + " must list 1 to " + MOST + " addresses");
        to.forEach(address -> requireAddress(file, address));
        var from = file.text(entry.get("from"), "from of " + name);
        requireAddress(file, from);
        return new MailReceiverSettings(SmtpSettings.read(file, entry, name), from, List.copyOf(to));
    }

    private static void requireAddress(StrictYamlFile file, String address) {
        file.require(ADDRESS.matcher(address).matches(), "a mail address is like officer@example.org, without a name");
    }

    /** The part of the sender's address after the at sign. */
    String domain() {
        return from.substring(from.indexOf('@') + 1);
    }
}
