package io.facegate.cli.ledger;

import picocli.CommandLine.Command;

/** {@code facegate ledger}: reads and verifies the ledger of decisions. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = {
            "Reads and checks the ledger: the record of every decision, in order.",
            "Commands that only read work whether or not a gateway runs on the data folder. No record is ever"
                    + " changed."
        },
        subcommands = {
            LedgerTailCommand.class,
            LedgerShowCommand.class,
            LedgerVerifyCommand.class,
            LedgerProveCommand.class,
            LedgerPublishCommand.class,
            LedgerKeyCommand.class,
            LedgerWitnessCommand.class,
            LedgerEraseCommand.class,
            LedgerPruneCommand.class,
            LedgerHoldCommand.class,
            LedgerClockCommand.class,
            LedgerAcceptCommand.class,
            LedgerSearchCommand.class,
            LedgerStatsCommand.class,
            LedgerExportCommand.class,
            LedgerBundleCommand.class,
            LedgerMigrateCommand.class,
            LedgerMoveCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  facegate ledger tail -n 20            # the last twenty records, one a line",
            "  facegate ledger tail --follow --json  # every new record as it is written, for a script",
            "  facegate ledger show ID               # one decision in plain words, with its place in the tree",
            "  facegate ledger verify                # hash everything again; exit code 5 when something was changed",
            "  facegate ledger search --org acme --verdict refuse moratorium",
            "  facegate ledger stats                 # how many records of each kind, and how old",
            "  facegate ledger export --format csv --to FILE --by NAME",
            "  facegate ledger bundle --case 24-1187 --to FILE.zip --by NAME",
            "  facegate ledger prove ID              # one file that proves a decision to anybody with the public key",
            "  facegate ledger publish --to DIR      # the log as tiles, for others to keep and check",
            "  facegate ledger erase ID --by NAME    # make the personal fields of a record unreadable for ever"
        })
public final class LedgerCommand {}
