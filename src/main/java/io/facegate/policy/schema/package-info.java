/** JSON Schemas of the policy files, generated from the readers' vocabulary. */
@NullMarked
package io.facegate.policy.schema;

import org.jspecify.annotations.NullMarked;
