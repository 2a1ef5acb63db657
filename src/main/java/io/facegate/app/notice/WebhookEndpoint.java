package io.facegate.app.notice;

import io.facegate.policy.vocabulary.Language;
import java.net.URI;
import java.nio.file.Path;

/**
 * A webhook that notices are sent to.
 *
 * @param secret the file with the key of its signatures
 * @param isPrivate whether its host may have a private address
 */
public record WebhookEndpoint(String name, URI url, Path secret, Language language, boolean isPrivate) {}
