package io.facegate.ledger.witness;

import io.facegate.call.Digests;
import io.facegate.ledger.checkpoint.AtomicFile;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.SigningKey;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.note.VerifierKey;
import io.facegate.ledger.tree.Rfc6962;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Data folder of a witness: its key, the logs that it knows, and the newest checkpoint of each that it signed. */
public final class WitnessStore {
    public static final String SECRET = "witness.skey";
    private static final String LOGS = "logs";
    private static final int SEED = 32;

    private final Path folder;
    private final SigningKey key;

    private WitnessStore(Path folder, SigningKey key) {
        this.folder = folder;
        this.key = key;
    }

    /** Creates the folder of a witness, or opens it. */
    public static WitnessStore make(Path folder, String name) throws IOException, VerificationException {
        if (!Files.exists(folder.resolve(SECRET))) {
            var seed = new byte[SEED];
            new SecureRandom().nextBytes(seed);
            AtomicFile.folder(folder.resolve(LOGS));
            var made = SigningKey.of(name, VerifierKey.COSIGNER, seed);
            AtomicFile.write(folder.resolve(SECRET), (made.encoded() + '\n').getBytes(StandardCharsets.UTF_8));
        }
        return in(folder);
    }

    /** Opens the folder of a witness. */
    public static WitnessStore in(Path folder) throws IOException, VerificationException {
        var key = SigningKey.parse(Files.readString(folder.resolve(SECRET)).strip());
        if (key.vkey().type() != VerifierKey.COSIGNER) {
            throw new VerificationException("the key in " + SECRET + " is not one that cosigns");
        }
        return new WitnessStore(folder, key);
    }

    public VerifierKey key() {
        return key.vkey();
    }

    /**
     * Adds a log, or the successors of its known keys.
     *
     * @param keys as {@code ledger key show} prints them
     */
    public void trust(String keys) throws IOException, VerificationException {
        var chain = KeyChain.parse(keys);
        var file = file(chain.origin(), ".keys");
        if (Files.exists(file)) {
            var known = KeyChain.parse(Files.readString(file)).keys();
            if (chain.keys().size() < known.size()
                    || !chain.keys().subList(0, known.size()).equals(known)) {
                throw new VerificationException(
                        "these are not the keys of the log " + chain.origin() + " that the witness knows");
            }
        } else if (!Files.exists(file(chain.origin(), ".seen"))) {
            var none = new Checkpoint(chain.origin(), 0, new Rfc6962().empty());
            write(chain.origin(), new SignedNote(none.text(), List.of(cosigned(none.text()))));
        }
        AtomicFile.write(file, keys.getBytes(StandardCharsets.UTF_8));
    }

    /** True if it knows a log of that name. */
    boolean knows(String origin) {
        return Files.exists(file(origin, ".keys"));
    }

    /** The keys of a known log. */
    KeyChain keys(String origin) throws IOException, VerificationException {
        return KeyChain.parse(Files.readString(file(origin, ".keys")));
    }

    /**
     * The newest checkpoint of a log that it signed, with its signature.
     *
     * @throws IOException if that was removed: it then signs nothing, since it cannot know what it signed
     */
    public SignedNote newest(String origin) throws IOException, VerificationException {
        var note = SignedNote.parse(Files.readAllBytes(file(origin, ".seen")));
        key.vkey().demand(note);
        if (!Checkpoint.of(note).origin().equals(origin)) {
            throw new VerificationException("the witness's state belongs to another log");
        }
        return note;
    }

    /** The newest checkpoint of every known log. */
    public List<SignedNote> all() throws IOException, VerificationException {
        var found = new ArrayList<SignedNote>();
        try (var files = Files.list(folder.resolve(LOGS))) {
            for (var file : files.filter(one -> one.toString().endsWith(".keys"))
                    .sorted()
                    .toList()) {
                found.add(newest(KeyChain.parse(Files.readString(file)).origin()));
            }
        }
        return found;
    }

    /** Signs a checkpoint; the result is on disk on return. */
    SignedNote.Signature sign(SignedNote note) throws IOException, VerificationException {
        var signature = cosigned(note.text());
        write(Checkpoint.of(note).origin(), note.with(List.of(signature)));
        return signature;
    }

    private SignedNote.Signature cosigned(String text) {
        return key.cosign(text, Instant.now().getEpochSecond());
    }

    private void write(String origin, SignedNote note) throws IOException {
        AtomicFile.write(file(origin, ".seen"), note.bytes());
    }

    private Path file(String origin, String tail) {
        var digest = Digests.sha256(origin.getBytes(StandardCharsets.UTF_8));
        return folder.resolve(LOGS).resolve(HexFormat.of().formatHex(digest, 0, 8) + tail);
    }

    Path folder() {
        return folder;
    }
}
