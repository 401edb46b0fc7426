package org.fjd.view;

/**
 * The command line that retries a group of failed jobs; those that are packed are restored first.
 *
 * @param line a line for a shell
 * @param jobs how many failed jobs it retries: at least those of the group
 */
public record RetryCommand(String line, int jobs) {}
