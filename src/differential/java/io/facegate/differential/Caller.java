package io.facegate.differential;

import java.util.List;

/**
 * Who calls, as registered at both builds.
 *
 * @param purposes that the organisation may declare
 * @param token a signed JWT for the organisation, good for the run
 */
record Caller(
        String organisation,
        String accessKeyId,
        String secretAccessKey,
        String apiKey,
        List<String> purposes,
        String token,
        String expiredToken) {}
