package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.Hole.Opening;

/**
 * One step of a way round the gateway.
 *
 * @param sentence what is done
 * @param opening the statement that opens it
 * @param remedy what closes it
 */
record Step(String sentence, Opening opening, String remedy) {
    /** A step that an action opens. */
    static Step by(String action, IamStatement allow, String target, String effect) {
        return new Step(
                action + " on " + target + " is allowed by " + allow.origin().statement() + ": " + effect,
                allow.origin(),
                "Deny " + action + " on " + target + " to everybody but the gateway's administrator.");
    }
}
