package org.fjd.submit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.fjd.ini.Section;
import org.fjd.ini.Section.Entry;
import org.fjd.job.Defaults;
import org.fjd.job.History;
import org.fjd.job.JobFile;
import org.fjd.job.JobName;
import org.fjd.job.Rejection;
import org.fjd.spool.JobQueue;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;

/**
 * Checks jobs and queues them. A job is first written as a draft, which nobody else submits under
 * that name, and then moved into the queue: whoever dies, the queue has the whole file or none.
 *
 * <p>For one thread; any number of submitters, in this process and in others, may be at work.
 */
public final class Submitter {

    /** Of this whole process, so that no two of its submitters give one identity twice. */
    private static final AtomicLong SERIAL = new AtomicLong();

    private static final int TO_THE_BASE = 36;

    private record Reserved(Draft draft, JobName name) {}

    private final Spool spool;
    private final JobQueue queue;
    private final Defaults defaults;
    private final String self;
    private final Entry by;
    private final Entry at;
    private final Entry from;

    /**
     * @param from where the user is who submits, absolute: for the record
     */
    public Submitter(Spool spool, Machine here, Path from) {
        Instant now = spool.time().now();
        this.spool = spool;
        this.queue = spool.jobQueue();
        this.defaults = spool.jobReader().defaults();
        this.self =
                "%s-%d-%s"
                        .formatted(
                                here.host(),
                                here.pid(),
                                Long.toString(now.toEpochMilli(), TO_THE_BASE));
        this.by = new Entry("by", here.user() + "@" + here.host());
        this.at = new Entry("at", now.truncatedTo(ChronoUnit.MILLIS).toString());
        this.from = new Entry("from", from.toString());
    }

    /**
     * A job to be queued.
     *
     * @param name what it is to be called; a number is added where that is queued or runs already.
     *     If empty, it gets the name of its program, with a number
     * @throws Rejection if no worker would run it
     */
    public Draft draft(JobText text, Optional<JobName> name) throws Rejection {
        NameWish wish =
                name.map(base -> new NameWish(base, false))
                        .orElseGet(() -> NameWish.ofProgram(text.program()));
        return draft(wish, text.content(spool.root()));
    }

    /**
     * One of many jobs to be queued.
     *
     * @param name what they are called, each with a number
     * @throws Rejection if no worker would run it
     */
    public Draft draftOfMany(JobText text, JobName name) throws Rejection {
        return draft(new NameWish(name, true), text.content(spool.root()));
    }

    /**
     * A copy of a job file, to be queued under its name, or with a number where that is queued or
     * runs already.
     *
     * @throws Rejection if its name or content is not a job's that a worker would run
     * @throws IOException if it can't be read
     */
    public Draft draft(Path file) throws IOException, Rejection {
        JobName name =
                JobName.ofFileName(file.getFileName().toString())
                        .orElseThrow(
                                () ->
                                        new Rejection(
                                                "It is no job file: the name of one ends in .conf."));
        return draft(new NameWish(name, false), spool.anybodysJobReader().read(file.toRealPath()));
    }

    private Draft draft(NameWish wish, byte[] job) throws Rejection {
        Optional<String> objection = (wish.counted() ? wish.numbered(1) : wish.base()).objection();
        if (objection.isPresent()) {
            throw new Rejection(objection.get());
        }
        // First without the section, which would make an empty file one that is not.
        JobFile file = JobFile.parse(job, defaults);
        String id = self + "." + SERIAL.incrementAndGet();
        byte[] section = submitted(id, file.history());
        byte[] content = Arrays.copyOf(job, job.length + section.length);
        System.arraycopy(section, 0, content, job.length, section.length);
        if (content.length > JobFile.MAX_BYTES) {
            throw new Rejection("It is too long to be submitted. Keep data in files of their own.");
        }
        return new Draft(wish, id, content, file.warnings());
    }

    private byte[] submitted(String id, History history) {
        Section section =
                new Section(
                        history.nextSubmittedSection(),
                        List.of(by, at, from, new Entry("id", id), new Entry("whole", "yes")));
        return ("\n" + section.text()).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Queues jobs in this order. All drafts are written before the first is moved, so want of space
     * queues none.
     *
     * @param told is told of each job once it is queued
     * @throws IOException if the file system refused; the jobs that were told of are queued, the
     *     others are not
     */
    public void submit(List<Draft> drafts, Consumer<Submission> told) throws IOException {
        Names names = Names.in(spool);
        Deque<Reserved> reserved = new ArrayDeque<>(drafts.size());
        try {
            for (Draft draft : drafts) {
                reserved.add(reserve(draft, names));
            }
            Set<JobName> queued = queue.names();
            while (!reserved.isEmpty()) {
                Reserved next = reserved.getFirst();
                Optional<Path> file =
                        queued.contains(next.name()) ? Optional.empty() : queue.submit(next.name());
                reserved.removeFirst();
                if (file.isPresent()) {
                    told.accept(new Submission(next.name(), next.draft().id(), file.get()));
                } else {
                    queue.discard(next.name(), next.draft().content());
                    reserved.addFirst(reserve(next.draft(), names));
                    queued = queue.names();
                }
            }
        } finally {
            for (Reserved left : reserved) {
                queue.discard(left.name(), left.draft().content());
            }
        }
    }

    /** Queues one job. */
    public Submission submit(Draft draft) throws IOException {
        List<Submission> submitted = new ArrayList<>(1);
        submit(List.of(draft), submitted::add);
        return submitted.get(0);
    }

    private Reserved reserve(Draft draft, Names names) throws IOException {
        JobName name = names.next(draft.wish());
        while (!queue.draft(name, draft.content())) {
            name = names.next(draft.wish()); // somebody else is submitting one of that name
        }
        return new Reserved(draft, name);
    }
}
