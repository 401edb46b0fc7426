package org.fjd.doctor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.fjd.spool.Scratch;

/** A scratch directory that does what another one does; tests override what is to be broken. */
class Ground implements Scratch {

    private final Scratch sound;
    boolean hints = true;

    Ground(Scratch sound) {
        this.sound = sound;
    }

    @Override
    public String place() {
        return sound.place();
    }

    @Override
    public void make(String directory) throws IOException {
        sound.make(directory);
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        return sound.create(name, content);
    }

    @Override
    public boolean take(String from, String to) throws IOException {
        return sound.take(from, to);
    }

    @Override
    public void substitute(String from, String to) throws IOException {
        sound.substitute(from, to);
    }

    @Override
    public void append(String name, byte[] section) throws IOException {
        sound.append(name, section);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return sound.list(directory);
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        return sound.read(name);
    }

    @Override
    public Optional<Instant> modified(String name) throws IOException {
        return sound.modified(name);
    }

    @Override
    public Optional<String> otherOwner(String name) throws IOException {
        return sound.otherOwner(name);
    }

    @Override
    public boolean remove(String name) throws IOException {
        return sound.remove(name);
    }

    @Override
    public Hints hints(String directory) {
        return new Hints() {
            @Override
            public boolean await(Duration longest) {
                return hints;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() throws IOException {
        sound.close();
    }
}
