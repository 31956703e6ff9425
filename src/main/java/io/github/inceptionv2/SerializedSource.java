package io.github.inceptionv2;

import io.github.inceptionv2.internal.store.ModelArchive;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What is written of a {@link ModelSource}: names and settings, and no weights.
 *
 * @param kind of the origin
 * @param place the path or name; null for an archive on the network
 * @param archive null for what is not on the network
 * @param cache null for the one that the reader's environment names
 * @param isTrusted whether the caller vouches for the module's graph
 */
record SerializedSource(
    Kind kind, String place, ModelArchive archive, ModelCache cache, boolean isTrusted)
    implements Serializable {

  private static final long serialVersionUID = 1;

  private enum Kind {
    UNTRAINED,
    DIRECTORY,
    CHECKPOINT,
    LOCAL_ARCHIVE,
    REMOTE_ARCHIVE
  }

  static SerializedSource of(Origin origin, ModelCache cache, boolean isTrusted)
      throws NotSerializableException {
    if (origin instanceof Origin.RemoteArchive remote) {
      return new SerializedSource(Kind.REMOTE_ARCHIVE, null, remote.archive(), cache, isTrusted);
    } else if (origin instanceof Origin.Directory directory) {
      return new SerializedSource(Kind.DIRECTORY, text(directory.path()), null, cache, isTrusted);
    } else if (origin instanceof Origin.Checkpoint checkpoint) {
      return new SerializedSource(Kind.CHECKPOINT, text(checkpoint.path()), null, cache, isTrusted);
    } else if (origin instanceof Origin.LocalArchive local) {
      return new SerializedSource(Kind.LOCAL_ARCHIVE, text(local.path()), null, cache, isTrusted);
    }
    return new SerializedSource(Kind.UNTRAINED, origin.name(), null, cache, isTrusted);
  }

  private static String text(Path path) throws NotSerializableException {
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw new NotSerializableException(
          path + " is in a file system of its own, which no other process has; copy it to a disk");
    }
    return path.toString();
  }

  private Object readResolve() throws InvalidObjectException {
    try {
      return ModelSource.of(origin(), cache, isTrusted);
    } catch (RuntimeException e) {
      throw SerializedLabels.invalid("model source", e);
    }
  }

  private Origin origin() {
    return switch (kind) {
      case UNTRAINED -> new Origin.Untrained(Objects.requireNonNull(place));
      case DIRECTORY -> new Origin.Directory(Path.of(place));
      case CHECKPOINT -> new Origin.Checkpoint(Path.of(place));
      case LOCAL_ARCHIVE -> new Origin.LocalArchive(Path.of(place));
      case REMOTE_ARCHIVE -> new Origin.RemoteArchive(Objects.requireNonNull(archive));
    };
  }
}
