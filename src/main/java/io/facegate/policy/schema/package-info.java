/** JSON Schema of the policy files, made from the words that the readers know. */
@NullMarked
package io.facegate.policy.schema;

import org.jspecify.annotations.NullMarked;
