package io.facegate.ledger;

import io.facegate.call.Fault;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.clock.NewestTime;
import io.facegate.ledger.record.AdministrativeActMac;
import io.facegate.ledger.store.BatchStore;
import io.facegate.ledger.store.LedgerKeyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Client for administrative records: sends them over the socket of the running gateway, else writes to the ledger
 * itself.
 */
final class AdministrationClient {
    private static final int TRIES = 40;
    private static final long PAUSE_MILLIS = 50;
    private static final String BUILD = NewestTime.COMMAND;

    /** Acts that are recorded while nobody else can use the registry's database. */
    private static final Set<String> ALONE = Set.of("registry_accept", "registry_key_rotate", "registry_move");

    private AdministrationClient() {}

    static void submit(LedgerAddress address, Administrative act) {
        for (int left = TRIES; ; left--) {
            if (overSocket(address.data(), act)) {
                return;
            }
            try (var ledger = openOnce(address)) {
                ledger.administer(act);
            } catch (Fault.LedgerDown taken) {
                pauseIfTaken(taken, left);
                continue;
            }
            if (isShared(act)) {
                share(address);
            }
            return;
        }
    }

    private static GatewayLedger openOnce(LedgerAddress address) {
        return GatewayLedger.open(address, LedgerSettings.defaults(BUILD).withClockCheck(), false);
    }

    /** Opens the ledger; another command of this folder is waited for. */
    static GatewayLedger open(LedgerAddress address) {
        for (int left = TRIES; ; left--) {
            try {
                return openOnce(address);
            } catch (Fault.LedgerDown taken) {
                pauseIfTaken(taken, left);
            }
        }
    }

    private static void pauseIfTaken(Fault.LedgerDown why, int left) {
        if (left == 0 || !String.valueOf(why.getMessage()).contains(BatchStore.TAKEN)) {
            throw why;
        }
        pause();
    }

    /** Acts inside a transaction that has the registry's database for itself are shared later, with the next act. */
    static boolean isShared(Administrative act) {
        return !ALONE.contains(act.act());
    }

    /** Lets other gateways read who acted and why. */
    static void share(LedgerAddress address) {
        try {
            address.salts().share();
        } catch (SQLException | IOException later) {
            System.getLogger(AdministrationClient.class.getName())
                    .log(System.Logger.Level.DEBUG, "Words stay in the data folder for now.", later);
        }
    }

    /** True if a gateway listens at the socket. */
    static boolean isServed(Path data) {
        if (!Files.exists(data.resolve(AdminSocket.NAME))) {
            return false;
        }
        try (var address = SocketPath.shorten(data.toRealPath());
                var channel = SocketChannel.open(address.socketAddress(AdminSocket.NAME))) {
            return channel.isConnected();
        } catch (java.net.ConnectException nobody) {
            return false;
        } catch (IOException unknown) {
            throw new Fault.LedgerDown("Whether a gateway runs on " + data + " is unknown: " + unknown.getMessage());
        }
    }

    /** Sends the act over the socket; returns false when no gateway listens. */
    private static boolean overSocket(Path data, Administrative act) {
        if (!Files.exists(data.resolve(AdminSocket.NAME))) {
            return false;
        }
        try (var address = SocketPath.shorten(data.toRealPath());
                var channel = SocketChannel.open(address.socketAddress(AdminSocket.NAME))) {
            sendLine(channel, AdminSocket.CHALLENGE);
            var challenge = JsonMappers.PLAIN
                    .readTree(AdminSocket.line(channel))
                    .path(AdminSocket.CHALLENGE)
                    .asText();
            var line = JsonMappers.PLAIN.writeValueAsString(fields(act));
            sendLine(channel, AdministrativeActMac.proof(LedgerKeyFile.read(data), challenge, line) + ' ' + line);
            var answer = JsonMappers.PLAIN.readTree(AdminSocket.line(channel));
            if (!answer.path("ok").asBoolean()) {
                throw new Fault.LedgerDown(answer.path("error").asText());
            }
            return true;
        } catch (java.net.ConnectException nobody) {
            return false;
        } catch (IOException broken) {
            throw new Fault.LedgerDown("The running gateway did not confirm the record: " + broken.getMessage());
        }
    }

    private static Map<String, Object> fields(Administrative act) {
        var fields = new LinkedHashMap<String, Object>(Map.of("act", act.act(), "subject", act.subject()));
        act.details().write(fields);
        if (act.person() != null) {
            fields.put("person", act.person());
        }
        if (act.caseId() != null) {
            fields.put("case", act.caseId());
        }
        return fields;
    }

    private static void sendLine(SocketChannel to, String line) throws IOException {
        to.write(ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8)));
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new Fault.LedgerDown("Interrupted while waiting for the ledger.");
        }
    }
}
