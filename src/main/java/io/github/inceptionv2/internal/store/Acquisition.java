package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.Digests;
import io.github.inceptionv2.internal.files.DirectoryTree;
import io.github.inceptionv2.internal.files.SafeText;
import io.github.inceptionv2.internal.files.Temporary;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs one model in the cache from the first source that has it: an archive that the user put
 * there, Python's cache, or a mirror. The caller holds the entry's lock.
 */
final class Acquisition {

  private static final Logger LOG = LoggerFactory.getLogger(Acquisition.class);

  /**
   * The required disk space, in multiples of the archive's size, for the archive, its unpacked
   * files, and the module.
   */
  private static final int SPACE_FACTOR = 4;

  private final StoreSettings settings;
  private final CacheLayout layout;
  private final ModelArchive archive;
  private final Installer installer;
  private final TransferListener listener;
  private Path temporary;
  private final Attempts attempts = new Attempts();

  Acquisition(
      StoreSettings settings,
      ModelArchive archive,
      Installer installer,
      TransferListener listener) {
    this.settings = settings;
    this.layout = new CacheLayout(settings.directory());
    this.archive = archive;
    this.installer = installer;
    this.listener = listener;
  }

  /**
   * Creates or replaces the entry.
   *
   * @param problems the reasons why the existing entry cannot be used
   */
  void run(List<String> problems) throws IOException {
    problems.forEach(problem -> attempts.add("cache", problem));
    try {
      acquire();
    } catch (FetchException | UnusableArchiveException | InterruptedIOException e) {
      throw e;
    } catch (ClosedByInterruptException e) {
      throw Interruption.of(e);
    } catch (IOException e) {
      throw unwritable(layout.root(), e);
    }
  }

  private void acquire() throws IOException {
    try (Temporary reserved = layout.temporary()) {
      temporary = Files.createDirectory(reserved.path());
      if (archive.local().isPresent()) {
        installLocal(archive.local().get());
      } else if (!fromHand() && !fromPython() && !fromNetwork()) {
        throw attempts.failure(archive, layout.archive(archive.entry()), settings.isOffline());
      }
    }
  }

  static IOException unwritable(Path cache, IOException e) {
    return new IOException(
        "cannot write to the cache "
            + cache
            + " ("
            + e
            + "); make it writable and free some space, or choose another cache with the system"
            + " property "
            + Environment.CACHE_PROPERTY
            + " or the environment variable "
            + Environment.CACHE_VARIABLE,
        e);
  }

  private void installLocal(Path file) throws IOException {
    try {
      if (Files.isDirectory(file)) {
        Path unpacked = fresh("unpacked");
        Files.move(file, unpacked);
        install(unpacked, archive.sha256());
      } else {
        installArchive(file, archive.sha256());
      }
    } catch (UnusableArchiveException e) {
      boolean isCopy = !file.toString().equals(archive.source());
      String problem = isCopy ? archive.source() + ": " + e.getMessage() : e.getMessage();
      throw new UnusableArchiveException(file, problem, e);
    }
  }

  private boolean fromHand() throws IOException {
    Path file = layout.archive(archive.entry());
    if (!Files.isRegularFile(file)) {
      attempts.add(file.toString(), "not found");
      return false;
    }
    try {
      String found = Digests.sha256(file);
      checkHash(file, found);
      installArchive(file, found);
      return true;
    } catch (UnusableArchiveException e) {
      attempts.add(file.toString(), e);
      return false;
    }
  }

  private void checkHash(Path file, String found) throws IOException {
    String expected = expectedHash();
    if (!expected.isEmpty() && !found.equals(expected)) {
      throw new UnusableArchiveException(
          file, "has SHA-256 " + found + ", expected " + expected + whereFrom());
    }
  }

  private boolean fromPython() throws IOException {
    PythonCache python = settings.environment().pythonCache();
    for (String handle : archive.handles()) {
      String place = "Python's " + python.module(handle);
      String problem = python.problem(handle);
      if (!problem.isEmpty()) {
        attempts.add(place, problem);
        continue;
      }
      try {
        // The module is copied because the system may clean up Python's directory.
        Path copy = fresh("unpacked");
        python.copy(handle, copy);
        install(copy, "");
        LOG.info("copied model {} from {}", SafeText.line(archive.source()), SafeText.line(place));
        return true;
      } catch (UnusableArchiveException e) {
        attempts.add(place, e);
      }
    }
    return false;
  }

  private boolean fromNetwork() throws IOException {
    if (settings.isOffline()) {
      archive.mirrors().forEach(mirror -> attempts.add(mirror.getHost(), "skipped"));
      return false;
    }
    layout.requireSpace(SPACE_FACTOR * archive.size());
    Downloader downloader = new Downloader(settings.network(), listener);
    PartialFile part = layout.part(archive.entry());
    for (URI mirror : archive.mirrors()) {
      LOG.info(
          "downloading {} from {} to {}",
          SafeText.line(archive.source()),
          mirror.getHost(),
          SafeText.line(layout.root()));
      try {
        String found = downloader.fetch(archive, mirror, expectedHash(), part);
        installFetched(part, found);
        return true;
      } catch (UnusableArchiveException e) {
        attempts.add(mirror, new UnusableArchiveException(part.path(), advise(e), e));
      } catch (HttpFailure e) {
        attempts.add(mirror, e);
      }
    }
    return false;
  }

  private String advise(UnusableArchiveException e) throws IOException {
    boolean isHash = e.getMessage().contains("SHA-256");
    return isHash ? e.getMessage() + whereFrom() : e.getMessage();
  }

  private void installFetched(PartialFile part, String found) throws IOException {
    try {
      installArchive(part.path(), found);
    } catch (UnusableArchiveException e) {
      part.clear();
      throw e;
    }
    if (expectedHash().isEmpty()) {
      Path record = layout.recordedHash(archive.entry());
      Files.writeString(
          record, found + "  " + layout.archive(archive.entry()).getFileName() + "\n");
    }
    part.clear();
  }

  /**
   * Returns the hash that is known in advance, or else the hash recorded at the first download;
   * empty if there is no hash.
   */
  private String expectedHash() throws IOException {
    Path record = layout.recordedHash(archive.entry());
    if (!archive.sha256().isEmpty() || !Files.exists(record)) {
      return archive.sha256();
    }
    // ISO-8859-1 decodes any bytes, so a damaged record counts as no hash and causes no error.
    String hash = Files.readString(record, StandardCharsets.ISO_8859_1).split("\\s", 2)[0];
    return hash.matches("[0-9a-f]{64}") ? hash : "";
  }

  private String whereFrom() throws IOException {
    return archive.sha256().isEmpty() && !expectedHash().isEmpty()
        ? " as at the first download; if the new file is correct, delete "
            + layout.recordedHash(archive.entry())
        : "";
  }

  private void installArchive(Path file, String sha256) throws IOException {
    Path unpacked = Files.createDirectory(fresh("unpacked"));
    Unpacker.unpack(file, unpacked, UnpackLimits.STANDARD);
    install(unpacked, sha256);
  }

  private void install(Path unpacked, String sha256) throws IOException {
    Path made = Files.createDirectory(fresh("entry"));
    installer.install(unpacked, made.resolve(CacheLayout.MODULE));
    Manifest.of(archive.source(), sha256, made).write(made);
    Path entry = layout.entry(archive.entry());
    Files.createDirectories(entry.getParent());
    clear(entry);
    Files.move(made, entry, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Moves the old entry away after checking it again, since files may have been added during the
   * download.
   */
  private void clear(Path entry) throws IOException {
    OwnEntry.State state = OwnEntry.check(entry);
    if (state == OwnEntry.State.OWN) {
      Files.move(entry, fresh("replaced"), StandardCopyOption.ATOMIC_MOVE);
    } else if (state == OwnEntry.State.DAMAGED) {
      Path aside = layout.aside(archive.entry());
      Files.move(entry, aside, StandardCopyOption.ATOMIC_MOVE);
      LOG.warn("moved the files of a damaged model to {}", SafeText.line(aside));
    }
  }

  /** Returns a path that does not exist; deletes the files that an earlier attempt left there. */
  private Path fresh(String name) throws IOException {
    Path path = temporary.resolve(name);
    DirectoryTree.delete(path);
    return path;
  }
}
