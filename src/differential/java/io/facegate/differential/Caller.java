package io.facegate.differential;

import java.util.List;

/**
 * A caller, registered at both builds.
 *
 * @param purposes the purposes that the organisation may declare
 * @param token a signed JWT of the organisation, valid for the whole run
 */
record Caller(
        String organisation,
        String accessKeyId,
        String secretAccessKey,
        String apiKey,
        List<String> purposes,
        String token,
        String expiredToken) {}
