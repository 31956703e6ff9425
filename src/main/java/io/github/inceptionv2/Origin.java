package io.github.inceptionv2;

import io.github.inceptionv2.internal.store.Catalog;
import io.github.inceptionv2.internal.store.ModelArchive;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/** The kinds of places that models come from. */
sealed interface Origin {

  /** What users call it. */
  String name();

  /** Reference weights. */
  record Untrained(String name) implements Origin {}

  /** A module that is there. */
  record Directory(Path path) implements Origin {
    @Override
    public String name() {
      return path.toString();
    }
  }

  /** A checkpoint that is there. */
  record Checkpoint(Path path) implements Origin {
    @Override
    public String name() {
      return path.toString();
    }
  }

  /** An archive on this machine. */
  record LocalArchive(Path path) implements Origin {
    @Override
    public String name() {
      return path.toString();
    }
  }

  /** An archive on the network. */
  record RemoteArchive(ModelArchive archive) implements Origin {

    private static final Catalog CATALOG = Catalog.standard();
    private static final String HUB = "https://tfhub.dev/";

    /** What all of Hub's modules of this network share. */
    private static final String PUBLISHER = "google/imagenet/inception_v2/";

    static RemoteArchive imagenet() {
      return new RemoteArchive(CATALOG.get("imagenet"));
    }

    static RemoteArchive url(URI uri) {
      return new RemoteArchive(ModelArchive.of(uri));
    }

    static RemoteArchive hub(String handle) {
      String path = handle.replaceFirst("(?i)^https?://tfhub\\.dev/", "").replaceFirst("/$", "");
      if (!path.startsWith(PUBLISHER)) {
        throw new IllegalArgumentException(
            "handle ("
                + handle
                + ") must begin with "
                + PUBLISHER
                + "; for another module give the address of its archive");
      }
      // Python names its directory by the handle as it was given.
      boolean isAddress = handle.toLowerCase(Locale.ROOT).startsWith("http");
      return new RemoteArchive(CATALOG.get(path).withHandle(isAddress ? handle : HUB + handle));
    }

    /** Whether somebody who wrote {@code text} meant a handle. */
    static boolean isHandle(String text) {
      return text.startsWith(PUBLISHER) || text.startsWith(HUB) && !text.contains("?");
    }

    @Override
    public String name() {
      return archive.source();
    }
  }
}
