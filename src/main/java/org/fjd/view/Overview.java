package org.fjd.view;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.fjd.view.JobState.Place;

/**
 * The first of each kind of jobs, and how many there are. No file is read for it.
 *
 * @param shown at most so many of those that are in pods, queued, failed and done
 */
public record Overview(List<Job> shown, int inPods, int queued, int failed, int done) {

    /** That of jobs in the order in which they are shown. */
    public static Overview of(List<Job> jobs, int most) {
        Map<Place, Integer> counts = new EnumMap<>(Place.class);
        List<Job> shown = new ArrayList<>();
        for (Job job : jobs) {
            if (counts.merge(job.place(), 1, Integer::sum) <= most) {
                shown.add(job);
            }
        }
        return new Overview(
                List.copyOf(shown),
                counts.getOrDefault(Place.POD, 0),
                counts.getOrDefault(Place.QUEUE, 0),
                counts.getOrDefault(Place.FAILED, 0),
                counts.getOrDefault(Place.DONE, 0));
    }
}
