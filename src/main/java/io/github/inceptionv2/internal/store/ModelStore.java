package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.Digests;
import io.github.inceptionv2.internal.files.SafeText;
import io.github.inceptionv2.internal.files.Temporary;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps models in a directory and fetches missing ones.
 *
 * <p>Several threads and processes can use the same directory at once: one of them downloads a
 * model while the others wait for it.
 */
public final class ModelStore {

  private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);

  private final StoreSettings settings;
  private final CacheLayout layout;

  /**
   * A model in the cache.
   *
   * @param name the entry's name
   * @param source the name or address by which the model was requested
   * @param module the module's directory
   * @param byteCount the total size of the entry's files
   */
  public record Entry(String name, String source, Path module, long byteCount) {}

  public ModelStore(StoreSettings settings) {
    this.settings = settings;
    this.layout = new CacheLayout(settings.directory());
  }

  /** Identifies an archive on this machine by its hash, so a changed file is another model. */
  public ModelArchive archive(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "there is no such file; expected a .tar.gz archive");
    } else if (!Files.isRegularFile(file)) {
      throw new UnusableArchiveException(file, "is not a file; expected a .tar.gz archive");
    }
    return ModelArchive.of(file, Digests.sha256(file));
  }

  /**
   * Returns the directory of the module, which is fetched if it is missing or damaged.
   *
   * @throws FetchException if no source has the model
   * @throws UnusableArchiveException if the archive is on this machine and does not contain a
   *     complete model
   * @throws InterruptedIOException if the thread is interrupted; a partial download is kept and can
   *     be resumed
   */
  public Path module(ModelArchive archive, Installer installer, TransferListener listener)
      throws IOException {
    String name = archive.entry();
    if (problems(archive).isEmpty()) {
      return layout.module(name);
    }
    EntryLock lock = lock(name);
    try {
      List<String> problems = problems(archive); // another caller may have been faster
      if (!problems.isEmpty()) {
        if (OwnEntry.check(layout.entry(name)) != OwnEntry.State.ABSENT) {
          LOG.warn(
              "replacing the damaged model {}: {}",
              SafeText.line(archive.source()),
              SafeText.line(problems));
        }
        new Acquisition(settings, archive, installer, listener).run(problems);
      }
      return layout.module(name);
    } finally {
      lock.close();
    }
  }

  /**
   * Returns the directory of a module among resources: its own directory if it has one, else a
   * directory in the cache.
   *
   * @throws NoSuchFileException if there is no such resource
   * @throws UnusableArchiveException if the resources are not a complete model
   */
  public Path module(ResourceModel resource, Installer installer, TransferListener listener)
      throws IOException {
    Optional<Path> place = resource.inPlace();
    if (place.isPresent()) {
      return Files.isDirectory(place.get())
          ? place.get()
          : module(archive(place.get()), installer, listener);
    }
    String sha256 = resource.sha256();
    ModelArchive known = ModelArchive.ofResource(resource.location(), sha256, layout.root());
    if (problems(known).isEmpty()) {
      return layout.module(known.entry());
    }
    try (Temporary copy = temporary()) {
      resource.copyTo(copy.path(), sha256);
      return module(
          ModelArchive.ofResource(resource.location(), sha256, copy.path()), installer, listener);
    } catch (UnusableArchiveException e) {
      throw new UnusableArchiveException(resource.place(), e.getMessage(), e);
    }
  }

  private Temporary temporary() throws IOException {
    try {
      return layout.temporary();
    } catch (IOException e) {
      throw Acquisition.unwritable(layout.root(), e);
    }
  }

  private EntryLock lock(String name) throws IOException {
    try {
      return EntryLock.acquire(layout.lock(name));
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw Acquisition.unwritable(layout.root(), e);
    }
  }

  /** Returns true if the model can be opened without the network; opens no connection. */
  public boolean isCached(ModelArchive archive) throws IOException {
    if (problems(archive).isEmpty() || Files.isRegularFile(layout.archive(archive.entry()))) {
      return true;
    }
    PythonCache python = settings.environment().pythonCache();
    for (String handle : archive.handles()) {
      if (python.problem(handle).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the models in the cache in alphabetical order. */
  public List<Entry> list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String name : layout.names()) {
      try {
        Manifest manifest = Manifest.read(layout.entry(name));
        entries.add(new Entry(name, manifest.source(), layout.module(name), manifest.byteCount()));
      } catch (IOException e) {
        LOG.debug("entry {} has no manifest", SafeText.line(name), e);
        entries.add(new Entry(name, "", layout.module(name), 0));
      }
    }
    return entries;
  }

  /** Returns the problems of an archive's entry. An entry of another archive is a problem. */
  private List<String> problems(ModelArchive archive) throws IOException {
    return problems(archive.entry(), false, archive.local().map(file -> archive.sha256()));
  }

  /**
   * Returns the problems of the entry called {@code name}; empty if the entry is complete.
   *
   * @param isThorough true to read all files of the entry
   */
  public List<String> problems(String name, boolean isThorough) throws IOException {
    return problems(name, isThorough, Optional.empty());
  }

  /**
   * Also compares the hash: an entry's name contains only a part of the hash, so two archives may
   * share a name.
   */
  private List<String> problems(String name, boolean isThorough, Optional<String> sha256)
      throws IOException {
    Path entry = layout.entry(name);
    if (!Files.isDirectory(entry)) {
      return List.of(entry + ": not found");
    } else if (!Files.isRegularFile(entry.resolve(Manifest.NAME))) {
      return List.of(entry.resolve(Manifest.NAME) + ": is missing");
    }
    try {
      Manifest manifest = Manifest.read(entry);
      return sha256.isPresent() && !sha256.get().equals(manifest.archive())
          ? List.of(entry + ": was made from another archive, with SHA-256 " + manifest.archive())
          : manifest.problems(entry, isThorough);
    } catch (UnusableArchiveException e) {
      return List.of(e.file() + ": " + e.getMessage());
    } catch (NoSuchFileException e) {
      return List.of(e.getFile() + ": is missing"); // the holder of the lock replaced it
    }
  }

  /**
   * Removes an entry, its partial download and its recorded hash. Keeps an archive that was put
   * into the cache by hand.
   *
   * @return true if there was an entry
   * @throws java.nio.file.FileSystemException if the entry has files that this library did not make
   */
  public boolean remove(String name) throws IOException {
    if (!layout.names().contains(name)) {
      return false;
    }
    EntryLock lock = lock(name);
    try {
      boolean isThere = removeEntry(layout.entry(name));
      layout.part(name).clear();
      Files.deleteIfExists(layout.recordedHash(name));
      return isThere;
    } finally {
      lock.close();
    }
  }

  private boolean removeEntry(Path entry) throws IOException {
    switch (OwnEntry.check(entry)) {
      case ABSENT -> {
        return false;
      }
      case DAMAGED ->
          throw OwnEntry.foreign(entry, "has a " + Manifest.NAME + " that cannot be parsed");
      default -> {
        try (Temporary temporary = layout.temporary()) {
          // The entry disappears at once, even if deleting it takes long.
          Files.move(entry, temporary.path(), StandardCopyOption.ATOMIC_MOVE);
        }
        return true;
      }
    }
  }
}
