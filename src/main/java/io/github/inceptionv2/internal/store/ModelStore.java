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
 * Keeps models in a directory, and gets those that are not there.
 *
 * <p>Safe for several threads and processes on the same directory: one gets a model, the others
 * wait for it.
 */
public final class ModelStore {

  private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);

  private final StoreSettings settings;
  private final CacheLayout layout;

  /**
   * A model in the cache.
   *
   * @param name the entry's name
   * @param source what it was asked for as
   * @param module its directory
   * @param byteCount what its files take
   */
  public record Entry(String name, String source, Path module, long byteCount) {}

  public ModelStore(StoreSettings settings) {
    this.settings = settings;
    this.layout = new CacheLayout(settings.directory());
  }

  /** Names an archive on this machine by what it holds, so that a changed one is another model. */
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
   * Returns the directory of the module, which is fetched if it is not there or was damaged.
   *
   * @throws FetchException if it cannot be had from anywhere
   * @throws UnusableArchiveException if the archive is on this machine, and holds no whole model
   * @throws InterruptedIOException if the thread is interrupted meanwhile; what was fetched by then
   *     is kept to be resumed, and nothing else
   */
  public Path module(ModelArchive archive, Installer installer, TransferListener listener)
      throws IOException {
    String name = archive.entry();
    if (problems(archive).isEmpty()) {
      return layout.module(name);
    }
    EntryLock lock = lock(name);
    try {
      List<String> problems = problems(archive); // others may have been faster
      if (!problems.isEmpty()) {
        if (OwnEntry.check(layout.entry(name)) != OwnEntry.State.ABSENT) {
          LOG.warn(
              "model {} is damaged and is replaced: {}",
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
   * Returns the directory of the module among resources: where it is, if it has one, or else in the
   * cache.
   *
   * @throws NoSuchFileException if there are no such resources
   * @throws UnusableArchiveException if they are no whole model
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

  /** Whether the model can be opened without the network; opens no connection. */
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

  /** The models in the cache, in order of their names. */
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

  /** What is wrong with the entry of {@code archive}, which may have come from another one. */
  private List<String> problems(ModelArchive archive) throws IOException {
    return problems(archive.entry(), false, archive.local().map(file -> archive.sha256()));
  }

  /**
   * Says what is wrong with the entry {@code name}; nothing if it is whole.
   *
   * @param isThorough whether to read all its files
   */
  public List<String> problems(String name, boolean isThorough) throws IOException {
    return problems(name, isThorough, Optional.empty());
  }

  /** The name of an entry tells a part of the hash only, so that two archives may have one. */
  private List<String> problems(String name, boolean isThorough, Optional<String> sha256)
      throws IOException {
    Path entry = layout.entry(name);
    if (!Files.isDirectory(entry)) {
      return List.of(entry + ": not there");
    } else if (!Files.isRegularFile(entry.resolve(Manifest.NAME))) {
      return List.of(entry.resolve(Manifest.NAME) + ": is missing");
    }
    try {
      Manifest manifest = Manifest.read(entry);
      return sha256.isPresent() && !sha256.get().equals(manifest.archive())
          ? List.of(entry + ": came in another archive, of SHA-256 " + manifest.archive())
          : manifest.problems(entry, isThorough);
    } catch (UnusableArchiveException e) {
      return List.of(e.file() + ": " + e.getMessage());
    } catch (NoSuchFileException e) {
      return List.of(e.getFile() + ": is missing"); // whoever holds the lock just replaced it
    }
  }

  /**
   * Removes an entry, with what was begun to be fetched for it and the hash that was recorded. An
   * archive that somebody put into the cache stays.
   *
   * @return whether there was one
   * @throws java.nio.file.FileSystemException if files are in it that this library did not make
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
          throw OwnEntry.foreign(entry, "has a " + Manifest.NAME + " that cannot be understood");
      default -> {
        try (Temporary temporary = layout.temporary()) {
          // Gone at once, even if deleting takes long.
          Files.move(entry, temporary.path(), StandardCopyOption.ATOMIC_MOVE);
        }
        return true;
      }
    }
  }
}
