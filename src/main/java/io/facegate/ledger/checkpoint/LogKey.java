package io.facegate.ledger.checkpoint;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.SigningKey;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.note.VerifierKey;
import io.facegate.ledger.postgres.GatewayId;
import io.facegate.ledger.postgres.LedgerDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The key that a folder's log signs with, the one that is to follow it, and the proofs that led to it. */
public final class LogKey {
    /** The secret key, in the form of Go's signed notes. */
    public static final String SECRET = "log.skey";

    /** The first public key, and the proof of each that followed. */
    public static final String CHAIN = "log.keys";

    /** The second line of the secret key's file, in a folder that remembers what was signed; its gateway follows. */
    private static final String REMEMBERS = "remembers ";

    private static final String NEXT = "log.next";
    private static final int LONGEST_NAME = 64;

    private final Path folder;

    public LogKey(Path folder) {
        this.folder = folder;
    }

    /** Whether this can be the name of a log; it stands in the records that name keys. */
    public static boolean named(String origin) {
        return origin.length() <= LONGEST_NAME && origin.matches("[!-*,-~]+");
    }

    /**
     * The public key of the folder's log; makes a key where the log never had one.
     *
     * @param origin the name that the log must have, or null for the one it has, or else one made from its key
     * @throws Fault.LedgerDown when the key was removed, or the log has signed under another name
     */
    public VerifierKey prepare(@Nullable String origin) {
        try {
            if (!Files.exists(folder.resolve(SECRET))) {
                begin(origin);
            }
            var key = secret();
            if (origin != null && !key.vkey().name().equals(origin)) {
                key = rename(key, origin);
            }
            if (!Files.exists(folder.resolve(CHAIN))) {
                keep(key);
            }
            finishRotation(key);
            return secret().vkey();
        } catch (IOException unreadable) {
            throw new Fault.LedgerDown("The log's key cannot be read: " + unreadable);
        }
    }

    /**
     * The name of a ledger's log, whoever signs it.
     *
     * @param origin the name that it must have, or null for the one it has
     * @throws Fault.LedgerDown when it has another, or the folder's key is of another log
     */
    public static String name(LedgerAddress ledger, @Nullable String origin) {
        var key = new LogKey(ledger.data());
        if (ledger.database() == null) {
            return key.prepare(origin).name();
        }
        try (var shared = new SharedLog(ledger.database())) {
            var chain = key.follow(shared.join(ledger.data(), origin));
            if (origin != null && !chain.origin().equals(origin)) {
                throw new Fault.LedgerDown(
                        "The log is called " + chain.origin() + ", and not " + origin + ": leave --log-origin out.");
            }
            return chain.origin();
        } catch (IOException unreadable) {
            throw new Fault.LedgerDown("The log's keys cannot be read: " + unreadable.getMessage());
        }
    }

    /** Takes over the keys of a log that others sign, too; where the folder has a secret key, it must be one of them. */
    KeyChain follow(String keys) throws IOException {
        var file = folder.resolve(CHAIN);
        var had = Files.exists(file) ? Files.readString(file) : "";
        if (!had.equals(keys)) {
            if (Files.exists(folder.resolve(SECRET)) && !parsed(keys).keys().contains(secret().vkey())) {
                throw new Fault.LedgerDown(
                        "The data folder's " + SECRET + " is not a key of this ledger's log. Move all"
                                + " log.* files away; to sign, too, copy " + SECRET + " from a gateway that does.");
            }
            if (!keys.startsWith(had)) {
                throw new Fault.LedgerDown("The database has other keys of the log than " + CHAIN
                        + ": an older copy was put back, or the folder is of another log. If so, move all log.* files"
                        + " away.");
            }
            AtomicFile.write(file, keys.getBytes(StandardCharsets.UTF_8));
        }
        if (Files.exists(folder.resolve(SECRET))) {
            finishRotation(secret());
        }
        return parsed(keys);
    }

    /**
     * Demands the key that signs the log of a database, for a folder that is to go on with it.
     *
     * @throws Fault.LedgerDown when the folder has none, or another
     */
    public void demandNewest(LedgerDatabase database) throws IOException {
        var state = SharedLog.in(database);
        if (state.isPresent()) {
            var newest = parsed(state.get().keys()).newest();
            if (!Files.exists(folder.resolve(SECRET)) || !secret().vkey().equals(newest)) {
                throw new Fault.LedgerDown("The folder " + folder + " has not the " + SECRET
                        + " that signs the log. Copy it there from the data folder of a gateway that signs.");
            }
        }
    }

    /** Whether the folder has the key that signs now. */
    public boolean newest() throws IOException {
        return Files.exists(folder.resolve(SECRET)) && secret().vkey().equals(chain().newest());
    }

    private void begin(@Nullable String origin) throws IOException {
        for (var left : new String[] {CHAIN, SignedCheckpoint.NAME, SignerState.NAME}) {
            if (Files.exists(folder.resolve(left))) {
                throw new Fault.LedgerDown("The data folder has no " + SECRET + ", but " + left
                        + " is there: it was removed. Put " + SECRET + " back; or, to go on as a new log that no"
                        + " verifier knows yet, move all log.* files away.");
            }
        }
        var key = SigningKey.make("unnamed");
        var id = HexFormat.of().formatHex(key.vkey().key(), 0, 8);
        keep(key.named(origin == null ? "facegate.local/" + id : origin));
    }

    /** The secret goes first: a chain without it would be taken for one whose secret was removed. */
    private void keep(SigningKey key) throws IOException {
        AtomicFile.write(folder.resolve(SECRET), line(key.encoded() + mark()));
        AtomicFile.write(folder.resolve(CHAIN), line(key.vkey().encoded()));
    }

    private SigningKey rename(SigningKey key, String origin) throws IOException {
        if (Files.exists(folder.resolve(SignedCheckpoint.NAME))) {
            throw new Fault.LedgerDown("The log has signed as " + key.vkey().name() + " and cannot be called " + origin
                    + ". Leave --log-origin out, or begin a new log in another data folder.");
        }
        var renamed = key.named(origin);
        keep(renamed);
        return renamed;
    }

    private static byte[] line(String text) {
        return (text + '\n').getBytes(StandardCharsets.UTF_8);
    }

    /** The secret key. */
    public SigningKey secret() throws IOException {
        return read(SECRET);
    }

    /** The key that is to follow, or null. */
    @Nullable
    public SigningKey next() throws IOException {
        return Files.exists(folder.resolve(NEXT)) ? read(NEXT) : null;
    }

    private SigningKey read(String name) throws IOException {
        try {
            return SigningKey.parse(
                    Files.readString(folder.resolve(name)).strip().split("\n", 2)[0]);
        } catch (VerificationException damaged) {
            throw new Fault.LedgerDown(name + " is damaged: " + damaged.why() + '.');
        }
    }

    /** Lays a key ready; whoever signs takes it up as soon as a record that names it is covered. */
    public void ready(SigningKey next) throws IOException {
        AtomicFile.write(folder.resolve(NEXT), line(next.encoded() + mark()));
    }

    /**
     * Whether this folder remembers what its log signed: the file of its secret key says so, which nobody changes who has
     * not the key. In a folder that the key was only copied to, it says nothing.
     */
    boolean remembers() throws IOException {
        return Files.exists(folder.resolve(SECRET))
                && Files.readString(folder.resolve(SECRET)).strip().endsWith('\n' + mine());
    }

    private String mine() throws IOException {
        var gateway = folder.resolve(GatewayId.NAME);
        return REMEMBERS + (Files.exists(gateway) ? Files.readString(gateway).strip() : "alone");
    }

    private String mark() throws IOException {
        return remembers() ? '\n' + mine() : "";
    }

    /** From now on the folder remembers what its log signed. */
    void remember() throws IOException {
        if (Files.exists(folder.resolve(SECRET)) && !remembers()) {
            AtomicFile.write(folder.resolve(SECRET), line(secret().encoded() + '\n' + mine()));
        }
    }

    /** The chain of public keys. */
    public KeyChain chain() throws IOException {
        var file = folder.resolve(CHAIN);
        return parsed(
                Files.exists(file) ? Files.readString(file) : secret().vkey().encoded());
    }

    private static KeyChain parsed(String keys) {
        try {
            return KeyChain.parse(keys);
        } catch (VerificationException damaged) {
            throw new Fault.LedgerDown(CHAIN + " is damaged: " + damaged.why() + '.');
        }
    }

    /** The text of the chain. */
    String text() throws IOException {
        return Files.readString(folder.resolve(CHAIN));
    }

    /** Puts the key that lay ready in place of the old one; the chain with the proof of it is on disk first. */
    void rotate(String chain) throws IOException {
        AtomicFile.write(folder.resolve(CHAIN), chain.getBytes(StandardCharsets.UTF_8));
        AtomicFile.move(folder.resolve(NEXT), folder.resolve(SECRET));
    }

    /** A crash may have come between the proof of the next key and its taking over. */
    private void finishRotation(SigningKey key) throws IOException {
        var next = next();
        if (next != null && chain().newest().equals(next.vkey()) && !key.vkey().equals(next.vkey())) {
            AtomicFile.move(folder.resolve(NEXT), folder.resolve(SECRET));
        }
    }
}
