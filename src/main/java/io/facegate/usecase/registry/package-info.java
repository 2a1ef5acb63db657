/** What is done with the registry beside calls: organisations, keys, evidence, reviews, token issuers, the seal. */
@NullMarked
package io.facegate.usecase.registry;

import org.jspecify.annotations.NullMarked;
