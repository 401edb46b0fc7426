package org.fjd;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rooms and their rules: what the internals page says of them, held. */
class ArchitectureTest {

    private static final JavaClasses FJD =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.fjd");

    @ParameterizedTest
    @CsvSource({
        "ini,      ini",
        "job,      job ini",
        "spool,    spool job ini",
        "dispatch, dispatch spool job ini",
        "work,     work spool job ini",
        "recruit,  recruit spool job ini",
        "submit,   submit spool job ini",
        "steer,    steer spool job ini",
        "view,     view spool job ini",
        "upkeep,   upkeep spool job ini",
        "doctor,   doctor spool job ini",
        "cli,      cli dispatch work recruit submit steer view upkeep doctor spool job ini"
    })
    void aRoomUsesOnlyTheRoomsBelowIt(String room, String allowed) {
        String[] rooms =
                Arrays.stream(allowed.split(" "))
                        .map(ArchitectureTest::room)
                        .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(room(room))
                .should()
                .dependOnClassesThat(
                        JavaClass.Predicates.resideInAPackage("org.fjd..")
                                .and(JavaClass.Predicates.resideOutsideOfPackages(rooms)))
                .check(FJD);
    }

    @Test
    void everyClassLivesInARoom() {
        classes()
                .should()
                .resideInAnyPackage(
                        Stream.of(
                                        "ini",
                                        "job",
                                        "spool",
                                        "submit",
                                        "steer",
                                        "dispatch",
                                        "work",
                                        "recruit",
                                        "view",
                                        "upkeep",
                                        "doctor",
                                        "cli")
                                .map(ArchitectureTest::room)
                                .toArray(String[]::new))
                .check(FJD);
    }

    @Test
    void roomsDoNotDependOnEachOtherInACircle() {
        slices().matching("org.fjd.(*)..").should().beFreeOfCycles().check(FJD);
    }

    @ParameterizedTest
    @CsvSource({
        "ini, org.ini4j..",
        "cli, picocli..",
        "cli, com.fasterxml.jackson..",
        "cli, org.apache.commons.csv.."
    })
    void aLibraryIsKnownInOneRoomOnly(String room, String library) {
        noClasses()
                .that()
                .resideOutsideOfPackage(room(room))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(FJD);
    }

    @Test
    void filesAreMovedOnlyByThePrimitives() {
        noClasses()
                .that(areNot("org.fjd.spool.Moves", "org.fjd.cli.ReportFile"))
                .should()
                .accessTargetWhere(
                        use(Files.class, "move")
                                .or(use(File.class, "renameTo"))
                                .or(use("org.apache.commons.io.FileUtils", "move.*")))
                .check(FJD);
    }

    @Test
    void noHardLinks() {
        noClasses().should().accessTargetWhere(use(Files.class, "createLink")).check(FJD);
    }

    @Test
    void noFileLocks() {
        noClasses().should().dependOnClassesThat().areAssignableTo(FileLock.class).check(FJD);
        noClasses()
                .should()
                .accessTargetWhere(
                        use(FileChannel.class, "lock|tryLock")
                                .or(use(AsynchronousFileChannel.class, "lock|tryLock")))
                .check(FJD);
    }

    /** Paths may belong to any file system; only what starts a process must leave that world. */
    @Test
    void pathsStayPaths() {
        noClasses()
                .that(
                        areNot(
                                "org.fjd.work.ProcessRunner",
                                "org.fjd.recruit.LocalCommands",
                                "org.fjd.recruit.DetachedProcess"))
                .should()
                .accessTargetWhere(use(Path.class, "toFile"))
                .check(FJD);
    }

    /**
     * What a spool holds is decided from listings, since a file server's "not there" may be stale.
     * The exceptions look at what belongs to a job: its program and its output.
     */
    @Test
    void theSpoolIsListedNotAsked() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        room("spool"),
                        room("submit"),
                        room("steer"),
                        room("doctor"),
                        room("dispatch"),
                        room("work"))
                .and(areNot("org.fjd.work.StartFault", "org.fjd.work.Output"))
                .should()
                .accessTargetWhere(
                        use(Files.class, "exists|notExists").or(use(File.class, "exists")))
                .check(FJD);
    }

    @Test
    void timeIsPassedIn() {
        DescribedPredicate<JavaAccess<?>> clocks =
                use(System.class, "currentTimeMillis|nanoTime")
                        .or(use(Clock.class, "system.*|tick.+"))
                        .or(use(InstantSource.class, "system"))
                        .or(use(Temporal.class, "now"))
                        .or(use(Date.class, "<init>"));
        noClasses()
                .that(areNot("org.fjd.spool.Time"))
                .should()
                .accessTargetWhere(clocks)
                .check(FJD);
    }

    @Test
    void nobodySleepsByHimself() {
        noClasses()
                .that(areNot("org.fjd.spool.Time"))
                .should()
                .accessTargetWhere(
                        use(Thread.class, "sleep")
                                .or(use(TimeUnit.class, "sleep"))
                                .or(use(LockSupport.class, "park(Nanos|Until)")))
                .check(FJD);
    }

    @Test
    void onlyMainTouchesTheStandardStreams() {
        noClasses()
                .that(areNot("org.fjd.cli.Main"))
                .should()
                .accessTargetWhere(
                        use(System.class, "out|err").or(use(Throwable.class, "printStackTrace")))
                .check(FJD);
    }

    private static String room(String name) {
        return "org.fjd." + name + "..";
    }

    /** All but these classes and what is nested in them. */
    private static DescribedPredicate<JavaClass> areNot(String... names) {
        Set<String> exceptions = Set.of(names);
        return DescribedPredicate.describe(
                "are not " + List.of(names),
                type -> !exceptions.contains(type.getName().replaceFirst("\\$.*", "")));
    }

    private static DescribedPredicate<JavaAccess<?>> use(Class<?> owner, String members) {
        return use(owner.getName(), members);
    }

    /** A call of, a method reference to, or a read of a member of the owner or of its subtypes. */
    private static DescribedPredicate<JavaAccess<?>> use(String owner, String members) {
        return DescribedPredicate.describe(
                owner + "." + members,
                access ->
                        access.getTargetOwner().isAssignableTo(owner)
                                && access.getName().matches(members));
    }
}
