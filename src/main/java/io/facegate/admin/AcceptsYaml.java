package io.facegate.admin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An endpoint whose body is a file, in YAML ({@code application/yaml}) or in JSON. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface AcceptsYaml {}
