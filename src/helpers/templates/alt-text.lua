-- Pandoc's Typst writer drops alternative text; PDF/UA refuses an image without it.
local function quoted(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

function Figure(figure)
  local picture
  figure:walk({ Image = function(image) picture = image end })
  if FORMAT ~= "typst" or not picture then return nil end
  local caption = pandoc.write(pandoc.Pandoc(figure.caption.long), "typst"):gsub("%s+$", "")
  local alt = picture.attributes.alt or pandoc.utils.stringify(figure.caption.long)
  return pandoc.RawBlock("typst", string.format(
    "#figure(image(%s, width: 100%%, alt: %s), caption: [%s], kind: image)", quoted(picture.src), quoted(alt), caption))
end
