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

/** Signing key of a folder's log, its successor, and the proofs of earlier rotations. */
public final class LogKey {
    /** The secret key, in the form of Go's signed notes. */
    public static final String SECRET = "log.skey";

    /** The first public key, and the proof of each later one. */
    public static final String CHAIN = "log.keys";

    /**
     * Start of the second line in the secret key's file, if the folder has a signing memory; the gateway's id follows.
     */
    private static final String REMEMBERS = "remembers ";

    private static final String NEXT = "log.next";
    private static final int LONGEST_NAME = 64;

    private final Path folder;

    public LogKey(Path folder) {
        this.folder = folder;
    }

    /** True if this can be the name of a log; it appears in the records that name keys. */
    public static boolean named(String origin) {
        return origin.length() <= LONGEST_NAME && origin.matches("[!-*,-~]+");
    }

    /**
     * Returns the public key of the folder's log; creates a key if the log never had one.
     *
     * @param origin the required name of the log, or null to keep its name or derive one from a new key
     * @throws Fault.LedgerDown if the key was removed, or the log has signed under another name
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
     * Returns the name of a ledger's log, whichever gateway signs it.
     *
     * @param origin the required name, or null to keep the present one
     * @throws Fault.LedgerDown if it has another name, or the folder's key belongs to another log
     */
    public static String name(LedgerAddress ledger, @Nullable String origin) {
        var key = new LogKey(ledger.data());
        if (ledger.database() == null) {
            return key.prepare(origin).name();
        }
        try (var shared = new SharedSigningState(ledger.database())) {
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

    /** Adopts the keys of a log that other gateways also sign; a secret key of the folder must be one of them. */
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
     * Requires that the folder holds the key that signs a database's log, so that it can continue the log.
     *
     * @throws Fault.LedgerDown if the folder has none, or another
     */
    public void demandNewest(LedgerDatabase database) throws IOException {
        var state = SharedSigningState.in(database);
        if (state.isPresent()) {
            var newest = parsed(state.get().keys()).newest();
            if (!Files.exists(folder.resolve(SECRET)) || !secret().vkey().equals(newest)) {
                throw new Fault.LedgerDown("The folder " + folder + " has not the " + SECRET
                        + " that signs the log. Copy it there from the data folder of a gateway that signs.");
            }
        }
    }

    /** True if the folder holds the key that signs now. */
    public boolean newest() throws IOException {
        return Files.exists(folder.resolve(SECRET)) && secret().vkey().equals(chain().newest());
    }

    private void begin(@Nullable String origin) throws IOException {
        for (var left : new String[] {CHAIN, SignedCheckpoint.NAME, SignerState.NAME}) {
            if (Files.exists(folder.resolve(left))) {
                throw new Fault.LedgerDown("The data folder has no " + SECRET + ", but " + left
                        + " is there. It was removed. Put " + SECRET + " back; or, to go on as a new log that no"
                        + " verifier knows yet, move all log.* files away.");
            }
        }
        var key = SigningKey.make("unnamed");
        var id = HexFormat.of().formatHex(key.vkey().key(), 0, 8);
        keep(key.named(origin == null ? "facegate.local/" + id : origin));
    }

    /** Writes the secret key first: a chain without it would look as if the secret had been removed. */
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

    public SigningKey secret() throws IOException {
        return read(SECRET);
    }

    /** The next key, or null. */
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

    /** Stores the next key; the signer switches to it once a record that names it is signed. */
    public void ready(SigningKey next) throws IOException {
        AtomicFile.write(folder.resolve(NEXT), line(next.encoded() + mark()));
    }

    /**
     * True if this folder has a signing memory. The file of the secret key states it, so only a holder of the key can
     * change that. A folder that the key was merely copied to has none.
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

    /** Marks the folder as having a signing memory. */
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

    /** Replaces the old key by the next one; the chain with its proof is written first. */
    void rotate(String chain) throws IOException {
        AtomicFile.write(folder.resolve(CHAIN), chain.getBytes(StandardCharsets.UTF_8));
        AtomicFile.move(folder.resolve(NEXT), folder.resolve(SECRET));
    }

    /** Completes a rotation that a crash interrupted after the proof of the next key was written. */
    private void finishRotation(SigningKey key) throws IOException {
        var next = next();
        if (next != null && chain().newest().equals(next.vkey()) && !key.vkey().equals(next.vkey())) {
            AtomicFile.move(folder.resolve(NEXT), folder.resolve(SECRET));
        }
    }
}
