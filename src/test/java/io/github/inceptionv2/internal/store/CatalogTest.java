package io.github.inceptionv2.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {

  @Test
  void weightsOfImageNet_areKnownExactly() {
    ModelArchive imagenet = Catalog.standard().get("imagenet");

    assertEquals(41_577_079, imagenet.size());
    assertEquals(
        "3b9d269984402003d8330affc4e1463c0b4cfd536339ad12446a48d72477480a", imagenet.sha256());
    assertEquals(3, imagenet.mirrors().size());
    for (URI mirror : imagenet.mirrors()) {
      assertTrue(mirror.getPath().endsWith("/" + imagenet.fileName()), mirror.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "classification/1",
        "classification/3",
        "classification/4",
        "classification/5",
        "feature_vector/1",
        "feature_vector/3",
        "feature_vector/4",
        "feature_vector/5"
      })
  void modulesOfHub_haveMirrors(String name) {
    String path = "google/imagenet/inception_v2/" + name;
    ModelArchive module = Catalog.standard().get(path);

    assertEquals("google-imagenet-inception_v2-" + name.replace('/', '-'), module.entry());
    assertEquals(List.of("https://tfhub.dev/" + path), module.handles());
    assertEquals(
        List.of(
            URI.create("https://tfhub.dev/" + path + "?tf-hub-format=compressed"),
            URI.create("https://storage.googleapis.com/tfhub-modules/" + path + ".tar.gz")),
        module.mirrors().subList(0, 2));
  }

  @Test
  void unknownName_isRefusedWithAListOfKnownNames() {
    var e = assertThrows(IllegalArgumentException.class, () -> Catalog.standard().get("vgg"));
    assertTrue(e.getMessage().contains("known: [google/"), e.getMessage());
    assertTrue(e.getMessage().contains("imagenet"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.sha256=abc", "x.size=large", "x.url.2=:"})
  void invalidValue_isRefused(String line) {
    assertThrows(
        IllegalArgumentException.class,
        () -> Catalog.parse(new StringReader("x.url.1=https://localhost/x\n" + line)));
  }

  @Test
  void unsetValue_isUnknown() throws IOException {
    ModelArchive x = Catalog.parse(new StringReader("x.url.1=https://localhost/x")).get("x");

    assertEquals(-1, x.size());
    assertEquals("", x.sha256());
    assertEquals(List.of(), x.handles());
  }
}
