/** The registry commands: organisations, keys, evidence, reviewers and held answers. */
@NullMarked
package io.facegate.cli.registry;

import org.jspecify.annotations.NullMarked;
