package org.fjd.job;

/**
 * Something that holds for a job though its own file does not say so.
 *
 * @param key in {@code [control]}
 * @param value as it stands there
 * @param from the file in which it stands, as seen from the spool
 */
public record Inherited(String key, String value, String from) {}
